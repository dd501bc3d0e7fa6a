import type { IDBPIndex } from 'idb';
import { type Transaction, tx } from './database';
import type { StoreName } from './migrations';
import { isLabel } from './records/places';
import type { CounterRecord, Folder, MessageRecord, PostbagSchema, View } from './schema';

/** What a list shows: a folder of all accounts or of one, or the view of starred messages. */
export interface ListOf {
  folder: View;
  /** One account's part of the folder; null or absent: all accounts. Starred messages, and a label's, are shown of all. */
  account?: string | null | undefined;
  /** A row for each conversation, its newest message of the folder. Starred messages are each by themselves. */
  grouped?: boolean;
}

type ListIndex = IDBPIndex<PostbagSchema, StoreName[], 'messages', never, IDBTransactionMode>;
interface Place {
  index: ListIndex;
  /** What the list's keys begin with; then come date and id. */
  prefix: readonly (string | number)[];
}

/** Where in the indexes a list stands. One place knows, so that a further kind of list is one more line. */
function placeOfList(
  t: Transaction<IDBTransactionMode>,
  { folder, account = null, grouped = false }: ListOf,
): Place {
  const messages = t.objectStore('messages');
  if (folder === 'starred') return { index: messages.index('byStar') as unknown as ListIndex, prefix: [1] };
  if (isLabel(folder)) return { index: messages.index('byLabel') as unknown as ListIndex, prefix: [folder] };
  if (account === null) {
    const index = messages.index(grouped ? 'byTop' : 'byFolder') as unknown as ListIndex;
    return { index, prefix: [folder] };
  }
  const index = messages.index(grouped ? 'byAccountTop' : 'byAccountFolder') as unknown as ListIndex;
  return { index, prefix: [account, folder] };
}

/** All of a list: an array sorts behind every number. */
const wholeOf = ({ prefix }: Place) => IDBKeyRange.bound([...prefix], [...prefix, []]);

/** Whether a counter counts what a list shows. */
export function countsFor({ folder, account = null }: ListOf, counter: CounterRecord): boolean {
  const mixed = folder === 'starred' || isLabel(folder);
  return counter.folder === folder && (account === null || mixed || counter.account === account);
}

/** How many rows of the list a counter that counts for it stands for. */
export function rowsIn({ folder, grouped }: ListOf, { total, threads = 0 }: CounterRecord): number {
  return grouped && folder !== 'starred' && !isLabel(folder) ? threads : total;
}

/**
 * A window of a list, newest first. Never loads more than `count` records.
 *
 * @param offset how many newer messages to pass over
 */
export function listMessages(list: ListOf | Folder, offset: number, count: number): Promise<MessageRecord[]> {
  return tx(['messages'], 'readonly', (t) => rowsOf(placeOfList(t, asList(list)), offset, count));
}

/** The ids of all messages of a list, newest first. Loads no records. */
export async function listIds(list: ListOf | Folder): Promise<number[]> {
  const ids = await tx(['messages'], 'readonly', (t) => {
    const place = placeOfList(t, asList(list));
    return place.index.getAllKeys(wholeOf(place));
  });
  return ids.reverse();
}

/** The ids of the messages between two of a list, both included, newest first; only the one where they are the same. */
export async function listRange(list: ListOf, from: MessageRecord, to: MessageRecord): Promise<number[]> {
  const ids = await tx(['messages'], 'readonly', (t) => {
    const place = placeOfList(t, list);
    const ends = [from, to].map(({ date, id }) => [...place.prefix, date, id]);
    const [low, high] = ends.sort((a, b) => indexedDB.cmp(a, b));
    return place.index.getAllKeys(IDBKeyRange.bound(low, high));
  });
  return ids.reverse();
}

/** What a list shows, all of it of one moment. */
export interface FolderView {
  total: number;
  unread: number;
  /** How many messages stand above the anchor; null without an anchor. */
  place: number | null;
  /** The place of the first of `rows`. */
  offset: number;
  rows: MessageRecord[];
}

/**
 * A list's counter, an anchor's place and a window of rows from one transaction: a batch that is committed between
 * separate ones would move the rows away from the place that was told.
 *
 * @param span which rows are wanted, now that it is known how many there are and where the anchor stands
 */
export function windowAround(
  list: ListOf | Folder,
  anchor: MessageRecord | undefined,
  span: (total: number, place: number | null) => { offset: number; count: number },
): Promise<FolderView> {
  return tx(['messages', 'counters'], 'readonly', async (t) => {
    const shown = asList(list);
    let [total, unread] = [0, 0];
    for (const counter of await t.objectStore('counters').getAll()) {
      if (!countsFor(shown, counter)) continue;
      total += rowsIn(shown, counter);
      unread += counter.unread;
    }
    const where = placeOfList(t, shown);
    const place = anchor ? await newerThan(where, anchor) : null;
    const { offset, count } = span(total, place);
    return { total, unread, place, offset, rows: count > 0 ? await rowsOf(where, offset, count) : [] };
  });
}

/** How many messages of the list stand above this one, or above where it would stand. */
export function positionOf(
  list: ListOf | Folder,
  record: Pick<MessageRecord, 'date' | 'id'>,
): Promise<number> {
  return tx(['messages'], 'readonly', (t) => newerThan(placeOfList(t, asList(list)), record));
}

function newerThan(
  { index, prefix }: Place,
  { date, id }: Pick<MessageRecord, 'date' | 'id'>,
): Promise<number> {
  return index.count(IDBKeyRange.bound([...prefix, date, id], [...prefix, []], true));
}

async function rowsOf(place: Place, offset: number, count: number): Promise<MessageRecord[]> {
  const { index } = place;
  const range = offset > 0 ? await rangeFrom(place, offset) : wholeOf(place);
  if (!range) return [];
  if ('getAllRecords' in index) {
    // One request instead of one a row. The types know the older signature only.
    const newest = { query: range, direction: 'prev', count } as unknown as IDBKeyRange;
    return index.getAll(newest);
  }
  const rows: MessageRecord[] = [];
  let cursor = await (index as ListIndex).openCursor(range, 'prev');
  while (cursor && rows.length < count) {
    rows.push(cursor.value);
    cursor = await cursor.continue();
  }
  return rows;
}

/** The list from its `offset`-th newest message down; null when it has fewer. Steps over keys, loads no records. */
async function rangeFrom(place: Place, offset: number): Promise<IDBKeyRange | null> {
  const cursor = await place.index.openKeyCursor(wholeOf(place), 'prev');
  const there = await cursor?.advance(offset);
  return there ? IDBKeyRange.bound([...place.prefix], there.key) : null;
}

const asList = (list: ListOf | Folder): ListOf => (typeof list === 'string' ? { folder: list } : list);

/** What is pinned in a folder, of all accounts or of one, newest first; at most `count`. */
export function pinnedIn(folder: Folder, account: string | null, count: number): Promise<MessageRecord[]> {
  return tx(['messages'], 'readonly', async (t) => {
    const found: MessageRecord[] = [];
    const range = IDBKeyRange.bound([folder], [folder, []]);
    let cursor = await t.objectStore('messages').index('byPin').openCursor(range, 'prev');
    while (cursor && found.length < count) {
      if (account === null || cursor.value.account === account) found.push(cursor.value);
      cursor = await cursor.continue();
    }
    return found;
  });
}
