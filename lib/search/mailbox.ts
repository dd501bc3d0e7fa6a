import { fold } from '@/lib/mail/fold';
import type { Filter, Query } from '@/lib/mail/query';
import { IndexMoved } from '@/lib/store/errors';
import { isLabel, isOwnFolder } from '@/lib/store/records/places';
import { type Folder, folders } from '@/lib/store/schema';
import { type IndexReader, readIndex } from '@/lib/store/searchIndex';
import { asksForPeople, People, withPeople } from './people';
import { type Hit, Search } from './search';
import type { Members, Outside } from './segmentSearch';
import { OpenSegments, type ReaderDoor } from './views';

export type Order = 'newest' | 'relevance';

/** How much of the mail here can be found: by all of its words, by its head alone, and how much there is. */
export interface Indexed {
  whole: number;
  heads: number;
  total: number;
}

/** Trash and Junk are searched when somebody says so, as everywhere. */
export function withDefaults(query: Query): Query {
  if (namesFolder(query)) return query;
  const hidden = (['trash', 'junk'] as const).map((name): Query => ({ kind: 'folder', name }));
  return { kind: 'and', parts: [query, { kind: 'not', part: { kind: 'or', parts: hidden } }] };
}

function namesFolder(query: Query): boolean {
  if (query.kind === 'and' || query.kind === 'or') return query.parts.some(namesFolder);
  return query.kind === 'not' ? namesFolder(query.part) : query.kind === 'folder';
}

/** The mailbox as searches see it. Keeps the segments' summaries between searches. */
export class MailboxSearch {
  readonly #segments = new OpenSegments();
  readonly #people = new People();

  /**
   * Begins a search and brings its first hits.
   *
   * @param first so many hits; by relevance all are looked at before they come
   * @throws IndexMoved never: the search begins anew by itself
   */
  async search(query: Query, order: Order, first: number, now: number): Promise<SearchSession> {
    const asked = asksForPeople(query) ? withPeople(query, await this.#people.all()) : query;
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.#begin(asked, order, first, now);
      } catch (error) {
        if (!(error instanceof IndexMoved) || tries === 3) throw error;
      }
    }
  }

  #begin(query: Query, order: Order, first: number, now: number): Promise<SearchSession> {
    const door: ReaderDoor = { reader: null };
    return through(door, async (reader) => {
      const [segments, totals] = await Promise.all([reader.segments(), reader.totals()]);
      const views = await this.#segments.views(segments, door);
      const search = await Search.open(withDefaults(query), views, outsideOf(door, totals));
      const living = (whole: boolean) =>
        segments
          .filter((segment) => segment.whole === whole)
          .reduce((sum, { documents, deadCount }) => sum + documents - deadCount, 0);
      const total = [...totals.values()].reduce((sum, count) => sum + count, 0);
      const indexed: Indexed = { whole: living(true), heads: living(false), total };
      if (order === 'relevance') {
        const all = await search.byRelevance(now);
        const rest = all.slice(first);
        return new SearchSession(rest, door, all.slice(0, first), all.length, indexed);
      }
      const hits = await search.next(first);
      return new SearchSession(search, door, hits, search.total, indexed);
    });
  }
}

/** A search that has begun. */
export class SearchSession {
  /** What brings more, or all that is left. */
  readonly #rest: Search | Hit[];
  readonly #door: ReaderDoor;
  readonly hits: readonly Hit[];
  /** How many hits there are; null: only looking at all of them would tell. */
  readonly total: number | null;
  readonly indexed: Indexed;

  constructor(
    rest: Search | Hit[],
    door: ReaderDoor,
    hits: readonly Hit[],
    total: number | null,
    indexed: Indexed,
  ) {
    this.#rest = rest;
    this.#door = door;
    this.hits = hits;
    this.total = total;
    this.indexed = indexed;
  }

  /** At least `count` more hits; empty at the end. @throws IndexMoved when the search has to begin anew */
  async more(count: number): Promise<Hit[]> {
    const rest = this.#rest;
    return Array.isArray(rest) ? rest.splice(0, count) : through(this.#door, () => rest.next(count));
  }

  /**
   * The key of the conversation of each hit (`thread` of its record); below zero, and nobody else's, for one that is in
   * none yet. Reads all their records.
   */
  async threads(hits: readonly Hit[]): Promise<number[]> {
    const ids = hits.map(({ id }) => id);
    const records = await through(this.#door, (reader) => reader.records(ids));
    const threads = new Map(records.map(({ id, thread }) => [id, thread]));
    return ids.map((id) => threads.get(id) ?? -id);
  }
}

function through<Result>(door: ReaderDoor, work: (reader: IndexReader) => Promise<Result>): Promise<Result> {
  return readIndex(async (reader) => {
    door.reader = reader;
    try {
      return await work(reader);
    } finally {
      door.reader = null;
    }
  });
}

/** What messages' records say, through the transaction that stands behind the door. */
function outsideOf(door: ReaderDoor, totals: ReadonlyMap<string, number>): Outside {
  const reader = () => {
    if (!door.reader) throw new Error('records were read outside of a transaction');
    return door.reader;
  };
  return {
    async members(filter): Promise<Members> {
      switch (filter.kind) {
        case 'folder':
          return membersOf(filter.name, reader(), totals);
        case 'starred':
          return { ids: new Set(await reader().idsStarred()), inverted: !filter.value };
        case 'account':
          return { accounts: await accountsNamed(filter.name, reader()) };
        default:
          return null;
      }
    },
    async matching(filter: Filter, ids) {
      const records = await reader().records(ids);
      const passed = records.filter(
        ({ unread, envelope }) =>
          (filter.kind === 'unread' && unread === filter.value) ||
          (filter.kind === 'list' && envelope.list === filter.name),
      );
      return new Set(passed.map(({ id }) => id));
    },
  };
}

/**
 * What is in a folder or bears a label: `in:` and `label:` mean either. A message is in exactly one folder: of a folder that
 * holds most of them, the others are loaded instead.
 */
async function membersOf(
  name: string,
  reader: IndexReader,
  totals: ReadonlyMap<string, number>,
): Promise<Members> {
  if (name === 'anywhere') return { ids: new Set(), inverted: true };
  const places = await reader.placesNamed(name);
  const labels = places.filter(isLabel);
  const named = [...folders.filter((folder) => folder === name), ...places.filter(isOwnFolder)];
  const all = [...totals.values()].reduce((sum, count) => sum + count, 0);
  const inside = named.reduce((sum, folder) => sum + (totals.get(folder) ?? 0), 0);
  const inverted = labels.length === 0 && 2 * inside > all;
  const others = [...totals.keys()].filter((folder) => !named.some((each) => each === folder)) as Folder[];
  const loaded = inverted ? others : named;
  const ids = await Promise.all([
    ...loaded.map((folder) => reader.idsIn(folder)),
    ...labels.map((label) => reader.idsLabelled(label)),
  ]);
  return { ids: new Set(ids.flat()), inverted };
}

async function accountsNamed(name: string, reader: IndexReader): Promise<ReadonlySet<string>> {
  const accounts = await reader.accounts();
  const wanted = fold(name);
  const named = accounts.filter((account) =>
    [account.name, account.address].some((text) => fold(text).includes(wanted)),
  );
  return new Set(named.map(({ id }) => id));
}
