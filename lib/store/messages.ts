import { tx } from './database';
import type { MessageRecord } from './schema';

export function getMessage(id: number): Promise<MessageRecord | undefined> {
  return tx(['messages'], 'readonly', (t) => t.objectStore('messages').get(id));
}

/** Several records of one moment, in the order of `ids`; what is gone is left out. */
export async function getMessages(ids: readonly number[]): Promise<MessageRecord[]> {
  const found = await tx(['messages'], 'readonly', (t) =>
    Promise.all(ids.map((id) => t.objectStore('messages').get(id))),
  );
  return found.filter((record) => record !== undefined);
}
