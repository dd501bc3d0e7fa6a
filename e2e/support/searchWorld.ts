import { createHash } from 'node:crypto';
import { emptyStore } from '@/e2e/support/emptyStore';
import { openMessage } from '@/lib/mail/open';
import type { Query } from '@/lib/mail/query';
import { summarise } from '@/lib/mail/summarise';
import { isDead } from '@/lib/search/dead';
import { documentOf } from '@/lib/search/extract';
import { Indexer } from '@/lib/search/indexer';
import { MailboxSearch, type SearchSession } from '@/lib/search/mailbox';
import { openSegment, type Run, readRuns } from '@/lib/search/segmentReader';
import { blockKind } from '@/lib/search/segmentWriter';
import { addAccount } from '@/lib/store/accounts';
import { type ArrivedMessage, commitBatch } from '@/lib/store/batches';
import { Tally } from '@/lib/store/counters';
import { tx } from '@/lib/store/database';
import { takeLead } from '@/lib/store/leadership';
import { changeMessages } from '@/lib/store/marks';
import { addFolder, addLabel } from '@/lib/store/placeChanges';
import { rawMessage } from '@/lib/store/raw';
import { isLabel, isOwnFolder } from '@/lib/store/records/places';
import type { SystemFolder } from '@/lib/store/schema';
import { readBlocks } from '@/lib/store/searchIndex';
import { ownFolders, ownLabels } from './searchCases';
import type { Event, MailCase, MarkCase } from './searchEvents';
import { rawOf } from './searchMail';
import { scan } from './searchScan';
import { someAccount } from './storedMail';

class Killed extends Error {}

const accounts = ['one', 'two'];

/** A mailbox in IndexedDB with its index, and a second opinion on every search. */
export class SearchWorld {
  #indexer: Indexer | null = null;
  #now = Date.UTC(2026, 0, 1);
  #uidl = 0;
  /** Folders and labels of one's own, by their keys. */
  readonly #names = new Map<string, string>();

  static async begin(): Promise<SearchWorld> {
    await emptyStore();
    const world = new SearchWorld();
    for (const id of accounts) await addAccount(someAccount(id));
    for (const name of ownFolders)
      world.#names.set((await addFolder({ name, parent: null, colour: null })).id, name);
    for (const name of ownLabels) world.#names.set((await addLabel({ name, colour: 0 })).id, name);
    await world.#claim();
    return world;
  }

  async happen(event: Event): Promise<void> {
    switch (event.kind) {
      case 'arrive':
        for (const account of accounts)
          await this.#arrive(
            account,
            event.mail.filter((mail) => mail.account === account),
          );
        break;
      case 'delete':
        await this.#delete(await this.#pick(event.which));
        this.#indexer?.messagesChanged();
        break;
      case 'mark':
        await this.#mark(await this.#pick(event.which), event);
        break;
      case 'work':
        for (let step = 0; step < event.steps; step += 1) if (!(await this.#indexer?.step())) break;
        break;
      case 'kill':
        await this.#kill(event.transactions);
        break;
      case 'rebuild':
        this.#indexer?.rebuild();
        break;
      case 'day':
        this.#now += 25 * 3_600_000;
        break;
    }
  }

  /** Works until there is nothing to do. */
  async settle(): Promise<void> {
    for (let step = 0; await this.#indexer?.step(); step += 1)
      if (step > 500) throw new Error('it never ends');
  }

  /**
   * Compares a search with reading everything.
   *
   * @param complete all mail must be in the index, whole
   * @returns what is wrong; null: nothing
   */
  async compare(query: Query, complete: boolean): Promise<string | null> {
    const { records, whole, heads, twice } = await this.#inside();
    if (twice.length > 0) return `in two segments: ${twice}`;
    const indexed = records.filter(({ id }) => whole.has(id) || heads.has(id));
    if (complete && whole.size !== records.length) return `${whole.size} of ${records.length} are whole`;
    const documents = await Promise.all(
      indexed.map(async (record) =>
        documentOf(record, whole.has(record.id) ? await openMessage(await rawMessage(record)) : null),
      ),
    );
    const marks = new Map(records.map((record) => [record.id, record]));
    const expected = scan(withoutHidden(query), documents, (id) => {
      const record = marks.get(id);
      const starred = record?.star === 1;
      const folder = this.#names.get(record?.folder ?? '') ?? record?.folder ?? 'inbox';
      // As a star, a label is no view of what lies in Junk and Trash.
      const labels = folder === 'junk' || folder === 'trash' ? [] : (record?.labels ?? []);
      const named = labels.flatMap((id) => this.#names.get(id) ?? []);
      return { unread: record?.unread ?? false, starred, folder, labels: named };
    });
    const session = await new MailboxSearch().search(query, 'newest', 3, this.#now);
    const found = await everything(session);
    // What is deleted and not forgotten yet is no row of any list.
    const living = found.filter((id) => marks.has(id));
    if (complete && found.length !== living.length) return 'deleted mail is found';
    if (session.total !== null && session.total !== found.length)
      return `${session.total} is not ${found.length}`;
    const byRelevance = await new MailboxSearch().search(query, 'relevance', 3, this.#now);
    const again = new Set(await everything(byRelevance));
    if (again.size !== found.length || !found.every((id) => again.has(id)))
      return 'by relevance others are found';
    return living.join() === expected.join() ? null : `found ${living}, there are ${expected}`;
  }

  /** Every word that stands anywhere in the index, also in blocks that no search reads. */
  async words(): Promise<Set<string>> {
    const runs: Run[] = [];
    await tx(['searchBlocks'], 'readonly', async (t) => {
      const blocks = t.objectStore('searchBlocks');
      const [keys, all] = await Promise.all([blocks.getAllKeys(), blocks.getAll()]);
      for (const [at, [, kind]] of keys.entries())
        if (kind === blockKind.postings) readRuns(new Uint8Array(all[at] ?? new ArrayBuffer()), runs);
    });
    return new Set(runs.map(({ term }) => term));
  }

  /** Which messages are alive in which kind of segment. */
  async #inside() {
    const { records, segments } = await tx(['messages', 'searchSegments'], 'readonly', async (t) => ({
      records: await t.objectStore('messages').getAll(),
      segments: await t.objectStore('searchSegments').getAll(),
    }));
    const [whole, heads] = [new Set<number>(), new Set<number>()];
    const twice: number[] = [];
    const here = new Set(records.map(({ id }) => id));
    for (const segment of segments) {
      const { facts } = await openSegment({ blocks: (...range) => readBlocks(segment.id, ...range) });
      for (const [ordinal, id] of facts.ids.entries()) {
        if (isDead(segment.dead, ordinal) || !here.has(id)) continue;
        if (whole.has(id) || heads.has(id)) twice.push(id);
        (segment.whole ? whole : heads).add(id);
      }
    }
    return { records, whole, heads, twice };
  }

  async #arrive(account: string, mail: readonly MailCase[]): Promise<void> {
    if (mail.length === 0) return;
    const raws = mail.map(rawOf);
    const pack = Buffer.concat(raws);
    const messages: ArrivedMessage[] = [];
    let offset = 0;
    for (const raw of raws) {
      this.#uidl += 1;
      const sha256 = createHash('sha256').update(raw).digest('hex');
      const summary = await summarise(raw, true);
      messages.push({ uidl: String(this.#uidl), sha256, offset, size: raw.length, summary });
      offset += raw.length;
    }
    const bytes = pack.buffer.slice(pack.byteOffset, pack.byteOffset + pack.byteLength) as ArrayBuffer;
    await commitBatch(await this.#epoch(), account, bytes, messages, this.#now);
  }

  async #delete(ids: readonly number[]): Promise<void> {
    await tx(['messages', 'counters'], 'readwrite', async (t) => {
      const tally = new Tally();
      for (const id of ids) {
        const record = await t.objectStore('messages').get(id);
        if (!record) continue;
        tally.add(record, -1);
        await t.objectStore('messages').delete(id);
      }
      await tally.write(t);
    });
  }

  async #mark(ids: readonly number[], { folder, labels, unread, starred }: MarkCase): Promise<void> {
    const keys = [...this.#names.keys()];
    const own = keys.filter(isOwnFolder).find((id) => this.#names.get(id) === folder);
    const bears = (id: string) => labels.some((name) => name === this.#names.get(id));
    const all = keys.filter(isLabel);
    await changeMessages(ids, {
      ...{ unread, starred, addLabels: all.filter(bears), removeLabels: all.filter((id) => !bears(id)) },
      folder: own ?? (folder as SystemFolder),
      ...(folder === 'snoozed' && { until: this.#now + 3_600_000 }),
    });
  }

  async #pick(places: readonly number[]): Promise<number[]> {
    const ids = await tx(['messages'], 'readonly', (t) => t.objectStore('messages').getAllKeys());
    return [...new Set(places.flatMap((place) => ids[place % Math.max(1, ids.length)] ?? []))];
  }

  /** Lets the worker run until it dies at a transaction, or rests; then the next one takes over. */
  async #kill(transactions: number): Promise<void> {
    const { prototype } = IDBDatabase;
    const { transaction } = prototype;
    let left = transactions;
    prototype.transaction = function (...args) {
      left -= 1;
      if (left < 0) throw new Killed();
      return transaction.apply(this, args);
    };
    try {
      while (await this.#indexer?.step());
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    } finally {
      prototype.transaction = transaction;
    }
    await takeLead();
    await this.#claim();
  }

  async #claim(): Promise<void> {
    this.#indexer = await Indexer.claim(await this.#epoch(), {
      open: openMessage,
      at() {},
      busy: () => false,
      breathe: async () => {},
      now: () => this.#now,
    });
  }

  async #epoch(): Promise<number> {
    const epoch = await tx(['meta'], 'readonly', (t) => t.objectStore('meta').get('epoch'));
    return epoch?.value ?? takeLead();
  }
}

function withoutHidden(query: Query): Query {
  const text = JSON.stringify(query);
  if (text.includes('"kind":"folder"')) return query;
  const hidden = ['trash', 'junk'].map((name): Query => ({ kind: 'not', part: { kind: 'folder', name } }));
  return { kind: 'and', parts: [query, ...hidden] };
}

/** One whole case: events, and searches after each. Resolves with what went wrong, or null. */
export async function runCase(events: readonly Event[], queries: readonly Query[]): Promise<string | null> {
  const world = await SearchWorld.begin();
  for (const event of events) {
    await world.happen(event);
    for (const query of queries) {
      const wrong = await world.compare(query, false);
      if (wrong !== null) return `after ${event.kind}: ${wrong}`;
    }
  }
  await world.settle();
  for (const query of queries) {
    const wrong = await world.compare(query, true);
    if (wrong !== null) return `at last: ${wrong}`;
  }
  return null;
}

/** Ids of all hits of a search, portion by portion. */
async function everything(session: SearchSession): Promise<number[]> {
  const ids = session.hits.map(({ id }) => id);
  for (let more = await session.more(5); more.length > 0; more = await session.more(5))
    ids.push(...more.map(({ id }) => id));
  return ids;
}
