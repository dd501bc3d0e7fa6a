import type { Page } from '@playwright/test';
import type { Policy } from '@/lib/store/records/account';
import type { Random } from '../../support/random';

/** What may leave the server by itself in a round; half of them leave everything, as most people do. */
export function anyPolicy(random: Random, messages: number): Policy {
  const some = random.between(0, messages);
  const remove = random.pick<Policy['remove']>([
    { kind: 'never' },
    { kind: 'never' },
    { kind: 'never' },
    { kind: 'at-once' },
    { kind: 'newest', messages: some },
    { kind: 'octets', octets: some * 20_000 },
  ]);
  // Whether the copies here are safe is another test's business: here they are to go as soon as they may.
  return { remove, withTrash: false, maxOctets: null, dryRun: false, delay: 0, since: 0, accepted: true };
}

/** Chooses it for the account, as the settings would: the next round goes by it. */
export async function choosePolicy(page: Page, policy: Policy): Promise<void> {
  await page.evaluate(async (chosen) => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open('postbag'));
    const transaction = database.transaction('accounts', 'readwrite', { durability: 'strict' });
    const accounts = transaction.objectStore('accounts');
    for (const account of await settled(accounts.getAll())) accounts.put({ ...account, policy: chosen });
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    database.close();
  }, policy);
}
