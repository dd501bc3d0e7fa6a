import { tx } from './database';
import { MessageDamaged } from './errors';
import { octetsOf } from './packBytes';
import type { MessageRecord } from './schema';

type Where = Pick<MessageRecord, 'pack' | 'offset' | 'size'>;

/**
 * The bytes of a message as the server sent them. Where they are is read anew, in the same transaction: packs are
 * compacted while a tab holds its records.
 *
 * @throws MessageDamaged when the pack is missing, too short or cannot be read: the store is damaged, and the caller says so
 */
export async function rawMessage(record: Where & { id?: number }): Promise<Uint8Array<ArrayBuffer>> {
  const { where, bytes } = await tx(['messages', 'packs'], 'readonly', async (t) => {
    const where: Where =
      (record.id !== undefined && (await t.objectStore('messages').get(record.id))) || record;
    return { where, bytes: (await t.objectStore('packs').get(where.pack))?.bytes };
  });
  const raw = await octetsOf(bytes, where.offset, where.size);
  if (!raw) throw new MessageDamaged('the stored message is damaged');
  // The message alone: whoever shows it may keep its memory, or hand it on.
  return raw.byteLength === raw.buffer.byteLength ? raw : raw.slice();
}
