import { formDivider, headerForm, splitMessage } from '@/lib/contract/messageForm';
import { tx } from './database';
import type { StoredProof } from './records/deletions';
import type { MessageRecord } from './schema';

type Stored = Pick<MessageRecord, 'id' | 'pack' | 'offset' | 'size' | 'sha256'>;

/**
 * Reads stored messages back from their packs (each pack once), hashes them again, and says what proves them to the
 * bridge.
 *
 * @returns by the records' ids; those whose bytes are not those that came are missing, and must not leave the server
 */
export function verifyAll(records: readonly Stored[]): Promise<Map<number, StoredProof>> {
  return readBack(records, proofOf);
}

/**
 * Reads stored messages back from their packs, each pack once, and hashes them again.
 *
 * @param use called with the octets of each that is what came; they are not to be held on to
 * @returns what it made of them, by the records' ids; of those that are damaged there is nothing
 */
export async function readBack<Result>(
  records: readonly Stored[],
  use: (bytes: Uint8Array<ArrayBuffer>) => Promise<Result>,
): Promise<Map<number, Result>> {
  const byPack = new Map<number, Stored[]>();
  for (const record of records) {
    const others = byPack.get(record.pack);
    if (others) others.push(record);
    else byPack.set(record.pack, [record]);
  }
  const found = new Map<number, Result>();
  for (const [id, some] of byPack) {
    const pack = await tx(['packs'], 'readonly', (t) => t.objectStore('packs').get(id));
    if (!pack) continue;
    for (const { id, offset, size, sha256 } of some) {
      if (offset + size > pack.bytes.byteLength) continue;
      const bytes = new Uint8Array(pack.bytes, offset, size);
      if ((await digestOf(bytes)) === sha256) found.set(id, await use(bytes));
    }
  }
  return found;
}

async function proofOf(bytes: Uint8Array<ArrayBuffer>): Promise<StoredProof> {
  const { header, body } = splitMessage(bytes);
  const form = headerForm(header).octets;
  return {
    header: await digestOf(form),
    content: await digestOf(joined(form, formDivider, body)),
    octets: bytes.length,
    body: body.length,
  };
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** SHA-256, hexadecimal. */
export async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
