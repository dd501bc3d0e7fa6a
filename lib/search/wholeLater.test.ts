import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { sha256Of, someAccount, someMessage } from '@/e2e/support/storedMail';
import { openMessage } from '@/lib/mail/open';
import { parseQuery } from '@/lib/mail/query';
import { summarise } from '@/lib/mail/summarise';
import { addAccount } from '@/lib/store/accounts';
import { type ArrivedMessage, commitBatch, completeMessages } from '@/lib/store/batches';
import { takeLead } from '@/lib/store/leadership';
import { Indexer } from './indexer';
import { MailboxSearch } from './mailbox';

const text = someMessage('large one', 'A kingfisher by the weir.\r\n');

async function arrived(bytes: Buffer, headerOf?: number): Promise<ArrivedMessage> {
  const summary = await summarise(bytes, true);
  const { length } = bytes;
  const about = { uidl: 'u', sha256: sha256Of(bytes), offset: 0, size: length, listed: length };
  return { ...about, summary, fingerprint: 'print', ...(headerOf !== undefined && { headerOf }) };
}

const packed = (bytes: Buffer) =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;

it('a message of which only the header is here is found by it, and by its body once that has come', async () => {
  const epoch = await takeLead();
  await addAccount(someAccount('ada'));
  const whole = Buffer.from(text);
  const header = whole.subarray(0, text.indexOf('\r\n\r\n') + 4);
  await commitBatch(epoch, 'ada', packed(header), [await arrived(header, whole.length)], 1);
  const indexer = await Indexer.claim(epoch, {
    open: openMessage,
    at: () => {},
    busy: () => false,
    breathe: async () => {},
    now: () => 0,
  });
  const found = async (words: string) => {
    let steps = 0;
    while (await indexer.step()) {
      steps += 1;
      expect(steps).toBeLessThan(20);
    }
    const { query } = parseQuery(words, { now: 0 });
    return (await new MailboxSearch().search(query, 'newest', 10, 0)).hits.length;
  };
  expect(await found('large')).toBe(1);
  expect(await found('kingfisher')).toBe(0);
  await completeMessages(epoch, 'ada', packed(whole), [await arrived(whole)], 2);
  indexer.messageChanged();
  expect(await found('kingfisher')).toBe(1);
  expect(await found('large')).toBe(1);
});
