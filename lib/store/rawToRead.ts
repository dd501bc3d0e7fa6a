import { tx } from './database';
import { hex } from './hex';
import { cut, getMessage } from './messages';
import type { MessageRecord } from './schema';

/** The pack that was read last for somebody who reads: what stands beside a message in the list is mostly in it, too. */
let lastPack: { pack: number; bytes: ArrayBuffer } | null = null;

/**
 * The bytes of a message, for somebody who goes through mail: a pack has up to 4 MiB, and is read once for all that is read of it. What
 * comes out of memory has to have the message's hash, so that it is never another message's, whatever became of the pack.
 *
 * @throws MessageDamaged
 */
export async function rawMessageToRead(record: MessageRecord): Promise<Uint8Array<ArrayBuffer>> {
  const where = (await getMessage(record.id)) ?? record;
  if (lastPack?.pack === where.pack && lastPack.bytes.byteLength >= where.offset + where.size) {
    const raw = cut(lastPack.bytes, where);
    if (hex(await crypto.subtle.digest('SHA-256', raw)) === where.sha256) return raw;
  }
  const read = await tx(['messages', 'packs'], 'readonly', async (t) => {
    const now = (await t.objectStore('messages').get(record.id)) ?? record;
    return { where: now, bytes: (await t.objectStore('packs').get(now.pack))?.bytes };
  });
  lastPack = read.bytes ? { pack: read.where.pack, bytes: read.bytes } : null;
  return cut(read.bytes, read.where);
}
