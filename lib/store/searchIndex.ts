import { announce } from './changes';
import { countsFolder } from './counters';
import { type Transaction, tx } from './database';
import { IndexMoved, LeadershipLost } from './errors';
import type { StoreName } from './migrations';
import { placesIn } from './places';
import { placesNamed } from './placesNamed';
import type { LabelId, OwnFolder } from './records/places';
import type { SearchSegmentRecord, SearchStateRecord } from './records/search';
import type { Folder, MessageRecord } from './schema';

/** A block and its place in its segment. */
export interface BlockWrite {
  kind: number;
  number: number;
  bytes: ArrayBuffer;
}

/** What one transaction changes about the index: all of it or nothing. */
export interface IndexChange {
  /** Segments that are complete now. Their blocks come along, or were written before. */
  add?: readonly { segment: SearchSegmentRecord; blocks: readonly BlockWrite[] }[];
  /** Segments of which more is dead. */
  update?: readonly SearchSegmentRecord[];
  /** Segments that go, with their blocks. */
  drop?: readonly number[];
  through?: number;
}

const stores: StoreName[] = ['searchState', 'searchSegments', 'searchBlocks'];
const blocksOf = (segment: number) => IDBKeyRange.bound([segment], [segment, []]);

/**
 * Takes the index for a leader's worker: nobody whose epoch is older can write to it from now on. An index in another format
 * goes, and so do blocks of segments that were never completed: their writer was killed.
 *
 * @throws LeadershipLost when another worker leads
 */
export function claimIndex(
  epoch: number,
  format: number,
): Promise<{ state: SearchStateRecord; segments: SearchSegmentRecord[] }> {
  return tx([...stores, 'meta'], 'readwrite', async (t) => {
    if ((await t.objectStore('meta').get('epoch'))?.value !== epoch) {
      throw new LeadershipLost('another worker leads now');
    }
    const before = await t.objectStore('searchState').get('state');
    if (before && before.format !== format) await clear(t);
    const fresh: SearchStateRecord = { key: 'state', format, epoch, through: 0, nextSegment: 1 };
    const kept = before?.format === format ? before : { nextSegment: before?.nextSegment ?? 1 };
    const state: SearchStateRecord = { ...fresh, ...kept, epoch };
    await t.objectStore('searchState').put(state);
    const segments = await t.objectStore('searchSegments').getAll();
    await dropOrphans(t, new Set(segments.map(({ id }) => id)));
    return { state, segments };
  });
}

async function dropOrphans(t: Transaction<'readwrite'>, known: ReadonlySet<number>): Promise<void> {
  const blocks = t.objectStore('searchBlocks');
  let cursor = await blocks.openKeyCursor();
  while (cursor) {
    const [segment] = cursor.key;
    if (!known.has(segment)) await blocks.delete(blocksOf(segment));
    cursor = await cursor.continue([segment, Number.MAX_SAFE_INTEGER, 0]);
  }
}

async function clear(t: Transaction<'readwrite'>): Promise<void> {
  await Promise.all([t.objectStore('searchSegments').clear(), t.objectStore('searchBlocks').clear()]);
}

/** A write of the index's one writer. @throws LeadershipLost when it is another's by now */
function indexTx<Result>(
  epoch: number,
  work: (t: Transaction<'readwrite'>, state: SearchStateRecord) => Promise<Result>,
): Promise<Result> {
  return tx(stores, 'readwrite', async (t) => {
    const state = await t.objectStore('searchState').get('state');
    if (state?.epoch !== epoch) throw new LeadershipLost('another worker builds the index now');
    return work(t, state);
  });
}

/** @throws LeadershipLost */
export function changeIndex(epoch: number, change: IndexChange): Promise<void> {
  return indexTx(epoch, async (t, state) => {
    const [segments, blocks] = [t.objectStore('searchSegments'), t.objectStore('searchBlocks')];
    const writes: Promise<unknown>[] = [];
    let { nextSegment } = state;
    for (const { segment, blocks: own } of change.add ?? []) {
      writes.push(segments.put(segment));
      for (const block of own) writes.push(putBlock(t, segment.id, block));
      nextSegment = Math.max(nextSegment, segment.id + 1);
    }
    for (const segment of change.update ?? []) writes.push(segments.put(segment));
    for (const id of change.drop ?? []) {
      writes.push(segments.delete(id), blocks.delete(blocksOf(id)));
    }
    const through = change.through ?? state.through;
    writes.push(t.objectStore('searchState').put({ ...state, through, nextSegment }));
    await Promise.all(writes);
  });
}

/** Writes blocks of a segment that no search sees before `changeIndex` adds it. @throws LeadershipLost */
export function writeBlocks(epoch: number, segment: number, blocks: readonly BlockWrite[]): Promise<void> {
  return indexTx(epoch, async (t) => {
    await Promise.all(blocks.map((block) => putBlock(t, segment, block)));
  });
}

function putBlock(
  t: Transaction<'readwrite'>,
  segment: number,
  { kind, number, bytes }: BlockWrite,
): Promise<unknown> {
  return t.objectStore('searchBlocks').put(bytes, [segment, kind, number]);
}

/** Empties the index; its writer begins anew. @throws LeadershipLost */
export function emptyIndex(epoch: number, format: number): Promise<void> {
  return indexTx(epoch, async (t, state) => {
    await clear(t);
    await t.objectStore('searchState').put({ ...state, format, through: 0 });
  });
}

/** Asks the index's writer, the one that runs or the next one, to build it anew. Until it begins, searches see the old one. */
export async function wantNewIndex(): Promise<void> {
  await tx(stores, 'readwrite', async (t) => {
    const state = await t.objectStore('searchState').get('state');
    if (state) await t.objectStore('searchState').put({ ...state, format: 0 });
  });
  announce({ kind: 'index', rebuild: true });
}

/** Index and records as they are at one moment. */
export interface IndexReader {
  /** What searches see. */
  segments(): Promise<SearchSegmentRecord[]>;
  /** Blocks `first` to `last`, both included. @throws IndexMoved when the segment is gone */
  blocks(segment: number, kind: number, first: number, last: number): Promise<Uint8Array[]>;
  /** In the order of `ids`; what is gone is left out. */
  records(ids: readonly number[]): Promise<MessageRecord[]>;
  idsIn(folder: Folder): Promise<number[]>;
  idsStarred(): Promise<number[]>;
  idsLabelled(label: LabelId): Promise<number[]>;
  /** The user's own folders and labels of a name, in lower case. */
  placesNamed(name: string): Promise<(OwnFolder | LabelId)[]>;
  /** Messages in all folders, by folder. */
  totals(): Promise<Map<string, number>>;
  accounts(): Promise<{ id: string; name: string; address: string }[]>;
}

/** Reads in one transaction. `work` must await nothing else but the reader's answers. @throws IndexMoved */
export function readIndex<Result>(work: (reader: IndexReader) => Promise<Result>): Promise<Result> {
  return tx([...stores, 'messages', 'counters', 'accounts', 'folders', 'labels'], 'readonly', (t) =>
    work(readerOf(t)),
  );
}

/** Reads blocks of a segment, without standing in the way of mail that arrives. @throws IndexMoved */
export function readBlocks(
  segment: number,
  kind: number,
  first: number,
  last: number,
): Promise<Uint8Array[]> {
  return tx(['searchBlocks'], 'readonly', (t) => blocksIn(t, segment, kind, first, last));
}

async function blocksIn(
  t: Transaction<'readonly'>,
  segment: number,
  kind: number,
  first: number,
  last: number,
): Promise<Uint8Array[]> {
  const range = IDBKeyRange.bound([segment, kind, first], [segment, kind, last]);
  const found = await t.objectStore('searchBlocks').getAll(range);
  if (found.length !== last - first + 1) throw new IndexMoved('a part of the index has gone');
  return found.map((bytes) => new Uint8Array(bytes));
}

function readerOf(t: Transaction<'readonly'>): IndexReader {
  const messages = t.objectStore('messages');
  return {
    segments: () => t.objectStore('searchSegments').getAll(),
    blocks: (segment, kind, first, last) => blocksIn(t, segment, kind, first, last),
    records: (ids) => recordsOf(t, ids),
    idsIn: (folder) => messages.index('byFolder').getAllKeys(IDBKeyRange.bound([folder], [folder, []])),
    idsStarred: () => messages.index('byStar').getAllKeys(),
    idsLabelled: (label) => messages.index('byLabel').getAllKeys(IDBKeyRange.bound([label], [label, []])),
    placesNamed: async (name) => placesNamed(await placesIn(t), name),
    async totals() {
      const totals = new Map<string, number>();
      for (const counter of await t.objectStore('counters').getAll()) {
        const { folder, total } = counter;
        if (countsFolder(counter)) totals.set(folder, (totals.get(folder) ?? 0) + total);
      }
      return totals;
    },
    accounts: () => t.objectStore('accounts').getAll(),
  };
}

/** Records of messages that came after `through`, in the order of their ids. */
export function recordsAfter(through: number, count: number): Promise<MessageRecord[]> {
  return tx(['messages'], 'readonly', (t) =>
    t.objectStore('messages').getAll(IDBKeyRange.lowerBound(through, true), count),
  );
}

/** The ids of all messages, ascending. Loads no records. */
export function allMessageIds(): Promise<number[]> {
  return tx(['messages'], 'readonly', (t) => t.objectStore('messages').getAllKeys());
}

/** The records of these messages with the packs that they lie in, of one moment. What is gone is left out. */
export function messagesWithPacks(
  ids: readonly number[],
): Promise<{ record: MessageRecord; pack: ArrayBuffer | null }[]> {
  return tx(['messages', 'packs'], 'readonly', async (t) => {
    const records = await recordsOf(t, ids);
    const packs = new Map<number, Promise<ArrayBuffer | null>>();
    const found: { record: MessageRecord; pack: Promise<ArrayBuffer | null> }[] = [];
    for (const record of records) {
      let pack = packs.get(record.pack);
      if (!pack) {
        pack = t
          .objectStore('packs')
          .get(record.pack)
          .then((row) => row?.bytes ?? null);
        packs.set(record.pack, pack);
      }
      found.push({ record, pack });
    }
    return Promise.all(found.map(async ({ record, pack }) => ({ record, pack: await pack })));
  });
}

/** In the order of `ids`; what is gone is left out. Those that stand close together are read in one go. */
async function recordsOf(t: Transaction<'readonly'>, ids: readonly number[]): Promise<MessageRecord[]> {
  if (ids.length === 0) return [];
  const messages = t.objectStore('messages');
  const [first, last] = [Math.min(...ids), Math.max(...ids)];
  if (last - first >= 2 * ids.length) {
    const found = await Promise.all(ids.map((id) => messages.get(id)));
    return found.filter((record) => record !== undefined);
  }
  const near = await messages.getAll(IDBKeyRange.bound(first, last));
  const byId = new Map(near.map((record) => [record.id, record]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
