import { type Transaction, tx } from './database';
import { LeadershipLost } from './errors';
import type { StoreName } from './migrations';

/** Takes the lead: every earlier leader's writes fail from now on. Resolves with the new leader's epoch. */
export function takeLead(): Promise<number> {
  return tx(['meta'], 'readwrite', async (transaction) => {
    const meta = transaction.objectStore('meta');
    const epoch = ((await meta.get('epoch'))?.value ?? 0) + 1;
    await meta.put({ key: 'epoch', value: epoch });
    return epoch;
  });
}

/**
 * A leader's write: its epoch is compared inside the same transaction, so that a worker that was frozen, lost the lock
 * and wakes up late cannot write.
 *
 * @throws LeadershipLost when another worker leads
 */
export function leaderTx<Result>(
  epoch: number,
  stores: StoreName[],
  work: (transaction: Transaction<'readwrite'>) => Promise<Result>,
): Promise<Result> {
  return tx([...stores, 'meta'], 'readwrite', async (transaction) => {
    const current = await transaction.objectStore('meta').get('epoch');
    if (current?.value !== epoch) throw new LeadershipLost('another worker leads now');
    return work(transaction);
  });
}
