import type { Transaction } from '../database';
import type { JunkAccountRecord } from '../records/junk';

/** What is known of junk in an account's mail. */
export async function accountRow(
  t: Transaction<'readonly'> | Transaction<'readwrite'>,
  account: string,
): Promise<JunkAccountRecord> {
  const row = await t.objectStore('junkState').get(account);
  return row && 'receipts' in row ? row : { key: account, junk: 0, good: 0, receipts: [] };
}
