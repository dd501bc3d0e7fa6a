import { createHash } from 'node:crypto';
import { summarise } from '@/lib/mail/summarise';
import type { Envelope, Summary } from '@/lib/mail/types';
import { type ArrivedMessage, commitBatch } from '@/lib/store/batches';
import { tx } from '@/lib/store/database';
import type { LedgerEntry } from '@/lib/store/ledger';
import type { AccountRecord } from '@/lib/store/records/account';
import type { MessageRecord } from '@/lib/store/schema';

/** Mail in the store as the sync puts it there, for unit tests. */

export const someAccount = (id: string, change: Partial<AccountRecord> = {}): AccountRecord => ({
  id,
  address: `${id}@lindgren.example`,
  name: id,
  colour: 0,
  username: id,
  host: 'pop.lindgren.example',
  port: 995,
  security: 'tls',
  keep: false,
  key: 'K',
  capabilities: { uidl: true, top: true, pipelining: true, sasl: [], loginDelay: null, expire: null },
  addedAt: Date.UTC(2026, 0, 1),
  seen: null,
  listedAt: null,
  checkedAt: null,
  ...change,
});

/** An envelope with nothing in it but this. */
export const someEnvelope = (change: Partial<Envelope> = {}): Envelope => ({
  ...{ from: [], to: [], cc: [], replyTo: [], subject: '', preview: '' },
  ...{ messageId: '', inReplyTo: '', references: [] },
  ...change,
});

/** What is known of a message with that envelope. */
export const someSummary = (date: number | null, envelope: Partial<Envelope> = {}): Summary => ({
  ...{ envelope: someEnvelope(envelope), date, attachments: false, parsed: true },
});

export const someMessage = (subject: string, body = 'Hello.\r\n'): string =>
  `From: Astrid <astrid@lindgren.example>\r\nSubject: ${subject}\r\nDate: Thu, 1 Jan 2026 10:00:00 +0100\r\n\r\n${body}`;

export const sha256Of = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** What the ledger knows of a message that is on its server. */
export const someLedgerEntry = (uidl: string, change: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...{ uidl, id: 1, date: 0, sha256: '', size: 100, listed: 100, fingerprint: '' },
  ...{ storedAt: 0, settled: true, gone: 0, removed: 0, headers: false },
  ...change,
});

/** Commits one batch of messages, UIDL to text (latin1 or bytes). */
export async function storeMail(
  epoch: number,
  account: string,
  mail: Readonly<Record<string, string | Uint8Array>>,
  now = Date.UTC(2026, 0, 15),
): Promise<void> {
  const entries = Object.entries(mail).map(([uidl, text]) => ({ uidl, bytes: Buffer.from(text as string) }));
  const pack = Buffer.concat(entries.map(({ bytes }) => bytes));
  let offset = 0;
  const messages: ArrivedMessage[] = [];
  for (const { uidl, bytes } of entries) {
    const summary = await summarise(bytes, true);
    messages.push({
      ...{ uidl, sha256: sha256Of(bytes), offset, size: bytes.length, summary },
      ...{ listed: bytes.length, fingerprint: `print of ${uidl}` },
    });
    offset += bytes.length;
  }
  const bytes = pack.buffer.slice(pack.byteOffset, pack.byteOffset + pack.byteLength) as ArrayBuffer;
  await commitBatch(epoch, account, bytes, messages, now);
}

/** One bit of a message on the disk turns over. */
export async function turnABit({ pack, offset }: Pick<MessageRecord, 'pack' | 'offset'>): Promise<void> {
  await tx(['packs'], 'readwrite', async (t) => {
    const stored = await t.objectStore('packs').get(pack);
    if (!stored) throw new Error('no pack');
    const bytes = new Uint8Array(stored.bytes);
    bytes[offset + 3] = (bytes[offset + 3] ?? 0) ^ 1;
    await t.objectStore('packs').put({ ...stored, bytes: bytes.buffer });
  });
}
