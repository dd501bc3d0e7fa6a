import { announce } from './changes';
import { type Transaction, tx } from './database';
import type { Folder, MessageRecord, RetentionKey } from './schema';

/** How long mail stays, days; 0: for good. Trash and Junk are emptied of what came into them so long ago. */
export type Retention = Readonly<Record<RetentionKey, number>>;

const unset: Retention = { keepTrash: 30, keepJunk: 30 };
const keys = Object.keys(unset) as RetentionKey[];

/** What is set for each of the two folders. */
export const retentionOf = { trash: 'keepTrash', junk: 'keepJunk' } as const;

export function readRetention(): Promise<Retention> {
  return tx(['meta'], 'readonly', retentionIn);
}

/** The same inside of a transaction that stands on it. */
export async function retentionIn(t: Transaction<'readonly' | 'readwrite'>): Promise<Retention> {
  const meta = t.objectStore('meta');
  const stored = await Promise.all(keys.map((key) => meta.get(key)));
  const entries = keys.map((key, index) => [key, stored[index]?.value ?? unset[key]]);
  return Object.fromEntries(entries) as Retention;
}

/**
 * @param days a whole number from 0 (for good) to 36,500
 * @returns the days before
 */
export async function setRetention(key: RetentionKey, days: number): Promise<number> {
  if (!Number.isInteger(days) || days < 0 || days > 36_500) throw new RangeError('days: 0 to 36,500');
  const before = await tx(['meta'], 'readwrite', async (t) => {
    const stored = await t.objectStore('meta').get(key);
    await t.objectStore('meta').put({ key, value: days });
    return stored?.value ?? unset[key];
  });
  announce({ kind: 'retention' });
  return before;
}

/** Ids of an account's messages in a folder for which `due` says so. */
export function messagesDue(
  account: string,
  folder: Folder,
  due: (record: MessageRecord) => boolean,
): Promise<number[]> {
  return tx(['messages'], 'readonly', async (t) => {
    const ids: number[] = [];
    const index = t.objectStore('messages').index('byAccountFolder');
    const range = IDBKeyRange.bound([account, folder], [account, folder, []]);
    for (let cursor = await index.openCursor(range); cursor; cursor = await cursor.continue()) {
      if (due(cursor.value)) ids.push(cursor.value.id);
    }
    return ids;
  });
}
