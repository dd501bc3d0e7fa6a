import type { IDBPIndex } from 'idb';
import { announce } from './changes';
import { count } from './counters';
import { type Transaction, tx } from './database';
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
  return tx(['messages'], 'readonly', async (t) => {
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
  });
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
  return tx(['messages'], 'readonly', (t) => {
    const newer = IDBKeyRange.bound([folder, record.date, record.id], [folder, []], true);
    return t.objectStore('messages').index('byFolder').count(newer);
  });
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
 * @throws Error when the pack is missing or too short: the store is damaged, and the caller says so
 */
export async function rawMessage(record: MessageRecord): Promise<Uint8Array<ArrayBuffer>> {
  const pack = await tx(['packs'], 'readonly', (t) => t.objectStore('packs').get(record.pack));
  if (!pack || pack.bytes.byteLength < record.offset + record.size) {
    throw new Error('the stored message is damaged');
  }
  return new Uint8Array(pack.bytes.slice(record.offset, record.offset + record.size));
}
