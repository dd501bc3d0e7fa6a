import type { MessageSource } from '@/components/mailbox/messageWindow';
import type { ShownList } from '@/components/mailbox/shownList';
import type { Results } from '@/lib/search/client';
import { groupHits } from '@/lib/search/groups';
import type { Order } from '@/lib/search/mailbox';
import type { ListRow } from '@/lib/store/conversations';
import { getMessage, getMessages } from '@/lib/store/messages';
import type { MessageRecord } from '@/lib/store/schema';
import type { Ask } from './engine';
import { begun, type SearchState } from './searchState';

const noHits: Pick<Results, 'ids' | 'threads'> = { ids: [], threads: [] };
/** Of a long conversation so many hits are looked at for its row. */
const looked = 20;

/**
 * Results of searches, one query after another in one list: those of the last one stay until the next ones are here.
 * `grouped`: a row for each conversation. It stands where the first of its hits stands and shows that one; what is done to
 * it is done to all of its hits.
 */
export class SearchList implements ShownList {
  readonly grouped: boolean;
  readonly #ask: Ask;
  readonly #listeners = new Set<() => void>();
  #hits = noHits;
  /** Ids of the messages that rows show. */
  #ids: readonly number[] = [];
  /** The hits that rows stand for, where it is more than the one that they show. */
  #groups: ReadonlyMap<number, readonly number[]> | null = null;
  /** The row of each hit; made when it is asked for. */
  #rowOf: ReadonlyMap<number, number> | null = null;
  #state = begun;
  #wanted: { text: string; order: Order } | null = null;
  #asked = 0;
  /** Hits are coming still. */
  #coming = false;
  #stale = false;
  #leave: () => void = () => {};

  constructor(ask: Ask, grouped: boolean) {
    this.#ask = ask;
    this.grouped = grouped;
  }

  readonly source: MessageSource = {
    counter: async () => ({ total: this.#ids.length, unread: 0 }),
    list: (offset, count) => this.#rows(offset, count),
    message: getMessage,
    around: async (anchor, span) => {
      const at = anchor ? this.#place(anchor.id) : -1;
      const place = at < 0 ? null : at;
      const { offset, count } = span(this.#ids.length, place);
      const rows = count > 0 ? await this.#rows(offset, count) : [];
      return { total: this.#ids.length, unread: 0, place, offset, rows };
    },
  };

  readonly ids = async (): Promise<readonly number[]> => this.#ids;
  readonly position = async ({ id }: MessageRecord): Promise<number> => this.#place(id);

  readonly members = async (rows: readonly number[]): Promise<readonly number[]> => {
    const groups = this.#groups;
    return groups ? [...new Set(rows.flatMap((id) => groups.get(this.#row(id)) ?? id))] : rows;
  };

  readonly range = async (from: MessageRecord, to: MessageRecord): Promise<readonly number[]> => {
    const places = [from, to].map(({ id }) => this.#place(id)).filter((place) => place >= 0);
    return places.length === 0 ? [] : this.#ids.slice(Math.min(...places), Math.max(...places) + 1);
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  readonly state = (): SearchState => this.#state;

  /** Searches. The answer comes by and by, and is told to who has subscribed. */
  search(text: string, order: Order): void {
    this.#wanted = { text, order };
    this.#begin(0);
  }

  /**
   * Asks again what was asked last: mail has come or gone, or more of it can be found. Until as many hits are here again,
   * the list stays: one that shrank would lose its place, and what is chosen in it.
   */
  again(): void {
    // Conversations of many hits take a while, and mail may come all the time: an answer that has begun is heard to its end.
    if (this.#coming) this.#stale = true;
    else this.#begin(this.#hits.ids.length);
  }

  /** Hears of no answer any more. */
  end(): void {
    this.#asked += 1;
    this.#wanted = null;
    this.#leave();
  }

  /** @param least fewer hits than these are not shown as long as there are more to come */
  #begin(least: number): void {
    const wanted = this.#wanted;
    if (!wanted) return;
    this.#asked += 1;
    const asked = this.#asked;
    const mine = () => this.#asked === asked;
    this.#leave();
    this.#coming = true;
    this.#stale = false;
    const { text, order } = wanted;
    const { notes, leave } = this.#ask(
      text,
      { order, grouped: this.grouped },
      {
        results: (results, marker) => {
          if (!mine()) return;
          const { ids, total, all, indexed } = results;
          this.#coming = !all;
          if (all || ids.length >= least) {
            this.#take(results);
            const conversations = all && this.grouped ? this.#ids.length : null;
            this.#tell({ query: text, total, conversations, indexed, notes, marker, error: null });
          }
          if (all && this.#stale) this.again();
        },
        failure: (error) => {
          if (!mine()) return;
          this.#coming = false;
          this.#tell({ ...this.#state, query: text, error });
        },
      },
    );
    this.#leave = leave;
  }

  #take(hits: Pick<Results, 'ids' | 'threads'>): void {
    this.#hits = hits;
    this.#groups = this.grouped ? groupHits(hits.ids, hits.threads) : null;
    this.#ids = this.#groups ? [...this.#groups.keys()] : hits.ids;
    this.#rowOf = null;
  }

  /** The message that the row shows which stands for this hit; of another message itself. */
  #row(id: number): number {
    if (!this.#groups || this.#groups.has(id)) return id;
    this.#rowOf ??= new Map([...this.#groups].flatMap(([row, hits]) => hits.map((hit) => [hit, row])));
    return this.#rowOf.get(id) ?? id;
  }

  #place(id: number): number {
    return this.#ids.indexOf(this.#row(id));
  }

  /** Rows of results; what has been deleted meanwhile leaves the list. */
  async #rows(offset: number, count: number): Promise<ListRow[]> {
    for (;;) {
      const ids = this.#ids.slice(offset, offset + count);
      const groups = ids.map((id) => (this.#groups?.get(id) ?? [id]).slice(0, looked));
      const records = await getMessages(groups.flat());
      const here = new Map(records.map((record) => [record.id, record]));
      const gone = new Set(ids.filter((id) => !here.has(id)));
      if (gone.size === 0)
        return groups.flatMap((group) => this.#dressed(group.flatMap((id) => here.get(id) ?? [])));
      this.#without(gone);
    }
  }

  /** A row in the words of its first hit, with the marks of all. */
  #dressed(hits: readonly MessageRecord[]): ListRow[] {
    const [first] = hits;
    if (!first) return [];
    const count = this.#groups?.get(first.id)?.length ?? 1;
    if (count < 2) return [first];
    return [
      {
        ...first,
        unread: hits.some(({ unread }) => unread),
        starred: hits.some(({ starred }) => starred),
        attachments: hits.some(({ attachments }) => attachments),
        conversation: { count, people: [] },
      },
    ];
  }

  #without(gone: ReadonlySet<number>): void {
    const { ids, threads } = this.#hits;
    const stays = (_: number, at: number) => !gone.has(ids[at] ?? 0);
    this.#take({ ids: ids.filter(stays), threads: threads.filter(stays) });
  }

  #tell(state: SearchState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
