import { type Transaction, tx } from './database';
import type { CounterRecord, Folder } from './schema';

/** Every account's counters. */
export function accountCounters(): Promise<CounterRecord[]> {
  return tx(['counters'], 'readonly', (t) => t.objectStore('counters').getAll());
}

/** Messages in a folder and unread ones among them, over all accounts. */
export async function folderCounter(folder: Folder): Promise<{ total: number; unread: number }> {
  const counters = (await accountCounters()).filter((counter) => counter.folder === folder);
  return {
    total: counters.reduce((sum, { total }) => sum + total, 0),
    unread: counters.reduce((sum, { unread }) => sum + unread, 0),
  };
}

/** Moves a counter inside the transaction that moves what it counts, so that it is exact at all times. */
export async function count(
  t: Transaction<'readwrite'>,
  account: string,
  folder: Folder,
  by: { total: number; unread: number },
): Promise<void> {
  const counters = t.objectStore('counters');
  const before = (await counters.get([account, folder])) ?? { account, folder, total: 0, unread: 0 };
  await counters.put({ ...before, total: before.total + by.total, unread: before.unread + by.unread });
}
