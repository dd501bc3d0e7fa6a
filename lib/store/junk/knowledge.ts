import { announce } from '../changes';
import { tx } from '../database';
import type { JunkAccountRecord } from '../records/junk';
import { blocksOf, type Counts, readBlock } from './counts';

/** What one account's mail has taught, as far as it was asked for. */
export interface Taught {
  account: string;
  /** So many messages of each kind. */
  junk: number;
  good: number;
  counts: Counts;
}

/** How much each account has learned. Accounts that have learned nothing are left out. */
export async function totals(): Promise<JunkAccountRecord[]> {
  const rows = await tx(['junkState'], 'readonly', (t) => t.objectStore('junkState').getAll());
  return rows.filter((row) => 'receipts' in row);
}

/** The counts of these tokens in all accounts, of one moment. Loads only the blocks in which they stand. */
export function taughtOf(hashes: Iterable<number>): Promise<Taught[]> {
  const wanted = new Set(hashes);
  const numbers = blocksOf(wanted);
  return tx(['junkState', 'junkBlocks'], 'readonly', async (t) => {
    const rows = (await t.objectStore('junkState').getAll()).filter((row) => 'receipts' in row);
    return Promise.all(
      rows
        .filter(({ junk, good }) => junk + good > 0)
        .map(async ({ key: account, junk, good }) => {
          const counts = new Map<number, { junk: number; good: number }>();
          const blocks = await Promise.all(
            numbers.map((number) => t.objectStore('junkBlocks').get([account, number])),
          );
          const all = new Map<number, { junk: number; good: number }>();
          for (const bytes of blocks) if (bytes) readBlock(bytes, all);
          for (const hash of wanted) {
            const count = all.get(hash);
            if (count) counts.set(hash, count);
          }
          return { account, junk, good, counts };
        }),
    );
  });
}

/** Forgets all that was learned, of all accounts. Choices about senders stay. */
export async function forgetAll(): Promise<void> {
  await tx(['junkState', 'junkLessons', 'junkBlocks', 'junkVerdicts'], 'readwrite', async (t) => {
    const rows = await t.objectStore('junkState').getAll();
    for (const row of rows) {
      if ('receipts' in row) await t.objectStore('junkState').put({ ...row, junk: 0, good: 0 });
    }
    await t.objectStore('junkLessons').clear();
    await t.objectStore('junkBlocks').clear();
    await t.objectStore('junkVerdicts').clear();
  });
  announce({ kind: 'junk' });
}
