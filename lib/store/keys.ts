import type { Transaction } from './database';

const counterOf = { messages: 'nextMessage', packs: 'nextPack', ledger: 'nextLedger' } as const;

/**
 * The first of `count` keys, taken inside the transaction that uses them, so that no two batches get the same. Keys of
 * what was removed do not come back: an old tab's address would name, and mark as read, another message. The highest key
 * counts too, so that nothing is overwritten where the counter is missing or behind.
 */
export async function takeKeys(
  t: Transaction<'readwrite'>,
  store: 'messages' | 'packs' | 'ledger',
  count: number,
): Promise<number> {
  const meta = t.objectStore('meta');
  const [cursor, counter] = await Promise.all([
    t.objectStore(store).openKeyCursor(null, 'prev'),
    meta.get(counterOf[store]),
  ]);
  const first = Math.max((cursor?.key ?? 0) + 1, counter?.value ?? 1);
  await meta.put({ key: counterOf[store], value: first + count });
  return first;
}
