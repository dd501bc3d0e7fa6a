import type { IDBPIndex } from 'idb';
import { announce } from './changes';
import { count } from './counters';
import { type Transaction, tx } from './database';
import { MessageDamaged } from './errors';
import type { StoreName } from './migrations';
import type { Folder, MessageRecord, PostbagSchema } from './schema';

/** All of a folder in the index [folder, date, id]: an array sorts behind every number. */
const folderRange = (folder: Folder) => IDBKeyRange.bound([folder], [folder, []]);

/**
 * A window of a folder's list, newest first. Never loads more than `count` records.
 *
 * @param offset how many newer messages to pass over
 */
export function listMessages(folder: Folder, offset: number, count: number): Promise<MessageRecord[]> {
  return tx(['messages'], 'readonly', (t) => rowsOf(t, folder, offset, count));
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
 * A folder's counter, an anchor's place and a window of rows from one transaction: a batch that is committed between
 * separate ones would move the rows away from the place that was told.
 *
 * @param span which rows are wanted, now that it is known how many there are and where the anchor stands
 */
export function windowAround(
  folder: Folder,
  anchor: MessageRecord | undefined,
  span: (total: number, place: number | null) => { offset: number; count: number },
): Promise<FolderView> {
  return tx(['messages', 'counters'], 'readonly', async (t) => {
    let [total, unread] = [0, 0];
    for (const counter of await t.objectStore('counters').getAll()) {
      if (counter.folder !== folder) continue;
      total += counter.total;
      unread += counter.unread;
    }
    const place = anchor ? await placeOf(t, folder, anchor) : null;
    const { offset, count } = span(total, place);
    return { total, unread, place, offset, rows: count > 0 ? await rowsOf(t, folder, offset, count) : [] };
  });
}

async function rowsOf(
  t: Transaction<'readonly'>,
  folder: Folder,
  offset: number,
  count: number,
): Promise<MessageRecord[]> {
  const index = t.objectStore('messages').index('byFolder');
  const range = offset > 0 ? await rangeFrom(index, folder, offset) : folderRange(folder);
  if (!range) return [];
  if ('getAllRecords' in index) {
    // One request instead of one a row. The types know the older signature only.
    const newest = { query: range, direction: 'prev', count } as unknown as IDBKeyRange;
    return index.getAll(newest);
  }
  const rows: MessageRecord[] = [];
  let cursor = await index.openCursor(range, 'prev');
  while (cursor && rows.length < count) {
    rows.push(cursor.value);
    cursor = await cursor.continue();
  }
  return rows;
}

type FolderIndex = IDBPIndex<PostbagSchema, StoreName[], 'messages', 'byFolder', 'readonly'>;

/** The folder from its `offset`-th newest message down; null when it has fewer. Steps over keys, loads no records. */
async function rangeFrom(index: FolderIndex, folder: Folder, offset: number): Promise<IDBKeyRange | null> {
  const cursor = await index.openKeyCursor(folderRange(folder), 'prev');
  const there = await cursor?.advance(offset);
  return there ? IDBKeyRange.bound([folder], there.key) : null;
}

export function getMessage(id: number): Promise<MessageRecord | undefined> {
  return tx(['messages'], 'readonly', (t) => t.objectStore('messages').get(id));
}

/** How many messages of the folder stand above this one in its list. */
export function positionOf(folder: Folder, record: MessageRecord): Promise<number> {
  return tx(['messages'], 'readonly', (t) => placeOf(t, folder, record));
}

function placeOf(t: Transaction<'readonly'>, folder: Folder, { date, id }: MessageRecord): Promise<number> {
  const newer = IDBKeyRange.bound([folder, date, id], [folder, []], true);
  return t.objectStore('messages').index('byFolder').count(newer);
}

/** Marks as read or unread and moves the counter with it. A message that is gone is left alone. */
export async function setUnread(id: number, unread: boolean): Promise<void> {
  const changed = await tx(['messages', 'counters'], 'readwrite', async (t: Transaction<'readwrite'>) => {
    const messages = t.objectStore('messages');
    const record = await messages.get(id);
    if (!record || record.unread === unread) return false;
    await messages.put({ ...record, unread });
    await count(t, record.account, record.folder, { total: 0, unread: unread ? 1 : -1 });
    return true;
  });
  if (changed) announce({ kind: 'message', id });
}

/**
 * The bytes of a message as the server sent them.
 *
 * @throws MessageDamaged when the pack is missing or too short: the store is damaged, and the caller says so
 */
export async function rawMessage(
  record: Pick<MessageRecord, 'pack' | 'offset' | 'size'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const pack = await tx(['packs'], 'readonly', (t) => t.objectStore('packs').get(record.pack));
  if (!pack || pack.bytes.byteLength < record.offset + record.size) {
    throw new MessageDamaged('the stored message is damaged');
  }
  return new Uint8Array(pack.bytes.slice(record.offset, record.offset + record.size));
}
