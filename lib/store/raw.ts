import { tx } from './database';
import { MessageDamaged } from './errors';
import { hex } from './hex';
import { getMessage } from './messages';
import type { MessageRecord } from './schema';

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

/** The pack that was read last for somebody who reads: what stands beside a message in the list is mostly in it, too. */
let lastPack: { pack: number; bytes: ArrayBuffer } | null = null;

/**
 * The bytes of a message, for somebody who goes through mail: a pack has up to 4 MiB, and is read once for all that is read of it. What
 * comes out of memory has to have the message's hash, so that it is never another message's, whatever became of the pack.
 *
 * @throws MessageDamaged
 */
export async function rawMessageToRead(record: MessageRecord): Promise<Uint8Array<ArrayBuffer>> {
  const [where, raw] = await Promise.all([getMessage(record.id), remembered(record)]);
  if (raw && (where ?? record).sha256 === record.sha256) return raw;
  const read = await tx(['messages', 'packs'], 'readonly', async (t) => {
    const now = (await t.objectStore('messages').get(record.id)) ?? record;
    return { where: now, bytes: (await t.objectStore('packs').get(now.pack))?.bytes };
  });
  lastPack = read.bytes ? { pack: read.where.pack, bytes: read.bytes } : null;
  return cut(read.bytes, read.where);
}

/** The bytes out of the pack that was read last, if they are the message's. */
async function remembered({
  pack,
  offset,
  size,
  sha256,
}: MessageRecord): Promise<Uint8Array<ArrayBuffer> | null> {
  if (lastPack?.pack !== pack || lastPack.bytes.byteLength < offset + size) return null;
  const raw = cut(lastPack.bytes, { pack, offset, size });
  return hex(await crypto.subtle.digest('SHA-256', raw)) === sha256 ? raw : null;
}

/** @throws MessageDamaged */
function cut(bytes: ArrayBuffer | undefined, { offset, size }: Where): Uint8Array<ArrayBuffer> {
  if (!bytes || bytes.byteLength < offset + size) throw new MessageDamaged('the stored message is damaged');
  return new Uint8Array(bytes.slice(offset, offset + size));
}
