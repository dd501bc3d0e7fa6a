import { tx } from './database';
import { MessageDamaged } from './errors';
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

/**
 * The bytes of a message as the server sent them.
 *
 * @throws MessageDamaged when the pack is missing or too short: the store is damaged, and the caller says so
 */
export async function rawMessage(
  record: Pick<MessageRecord, 'pack' | 'offset' | 'size'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const pack = await tx(['packs'], 'readonly', (t) => t.objectStore('packs').get(record.pack));
  if (!pack || pack.bytes.byteLength < record.offset + record.size) {
    throw new MessageDamaged('the stored message is damaged');
  }
  return new Uint8Array(pack.bytes.slice(record.offset, record.offset + record.size));
}
