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

type Where = Pick<MessageRecord, 'pack' | 'offset' | 'size'>;

/**
 * The bytes of a message as the server sent them. Where they are is read anew, in the same transaction: packs are
 * compacted while a tab holds its records.
 *
 * @throws MessageDamaged when the pack is missing or too short: the store is damaged, and the caller says so
 */
export async function rawMessage(record: Where & { id?: number }): Promise<Uint8Array<ArrayBuffer>> {
  const { where, bytes } = await tx(['messages', 'packs'], 'readonly', async (t) => {
    const where: Where =
      (record.id !== undefined && (await t.objectStore('messages').get(record.id))) || record;
    return { where, bytes: (await t.objectStore('packs').get(where.pack))?.bytes };
  });
  return cut(bytes, where);
}

/** @throws MessageDamaged */
export function cut(bytes: ArrayBuffer | undefined, { offset, size }: Where): Uint8Array<ArrayBuffer> {
  if (!bytes || bytes.byteLength < offset + size) throw new MessageDamaged('the stored message is damaged');
  return new Uint8Array(bytes.slice(offset, offset + size));
}
