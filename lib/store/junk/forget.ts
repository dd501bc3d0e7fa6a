import type { Transaction } from '../database';
import type { StoreName } from '../migrations';

/** What goes with a message; what it has taught stays learned. */
export const junkOfMessages: StoreName[] = ['junkLessons', 'junkVerdicts'];

export async function forgetMessage(t: Transaction<'readwrite'>, id: number): Promise<void> {
  await Promise.all([t.objectStore('junkLessons').delete(id), t.objectStore('junkVerdicts').delete(id)]);
}

/** What goes with an account: all that its mail has taught. */
export const junkOfAccounts: StoreName[] = ['junkState', 'junkLessons', 'junkBlocks', 'junkVerdicts'];

export async function forgetAccount(t: Transaction<'readwrite'>, id: string): Promise<void> {
  await t.objectStore('junkState').delete(id);
  await t.objectStore('junkBlocks').delete(IDBKeyRange.bound([id], [id, []]));
  for (const name of ['junkLessons', 'junkVerdicts'] as const) {
    const store = t.objectStore(name);
    const keys = await store.index('byAccount').getAllKeys(id);
    await Promise.all(keys.map((key) => store.delete(key)));
  }
}
