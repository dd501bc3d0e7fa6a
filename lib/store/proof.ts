import { formDivider, headerForm, splitMessage } from '@/lib/contract/messageForm';
import { MessageDamaged } from './errors';
import { rawMessage } from './messages';
import type { MessageRecord, StoredProof } from './schema';

/**
 * Reads a stored message back from its pack, hashes it again, and says what proves it to the bridge.
 *
 * @throws MessageDamaged when the bytes are not those that came: such a message must not leave the server
 */
export async function verifyStored(
  record: Pick<MessageRecord, 'pack' | 'offset' | 'size' | 'sha256'>,
): Promise<StoredProof> {
  const bytes = await rawMessage(record);
  if ((await sha256(bytes)) !== record.sha256) throw new MessageDamaged('the stored message is damaged');
  const { header, body } = splitMessage(bytes);
  const form = headerForm(header).octets;
  return {
    header: await sha256(form),
    content: await sha256(joined(form, formDivider, body)),
    octets: bytes.length,
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

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
