import { tx } from './database';
import type { MessageRecord } from './schema';

/** So many at a time are looked at; whoever gets more has had a first sync, or an import. */
const atOnce = 200;

/** The last message that has arrived; 0: none has. */
export function lastArrived(): Promise<number> {
  return tx(['messages'], 'readonly', async (t) => {
    const cursor = await t.objectStore('messages').openKeyCursor(null, 'prev');
    return cursor?.primaryKey ?? 0;
  });
}

/** What has arrived after a message, in the order of arrival. */
export function arrivedAfter(id: number): Promise<MessageRecord[]> {
  return tx(['messages'], 'readonly', (t) =>
    t.objectStore('messages').getAll(IDBKeyRange.lowerBound(id, true), atOnce),
  );
}
