import { beforeEach, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { sha256Of, someAccount } from '@/e2e/support/storedMail';
import { fingerprintOf } from '@/lib/contract/fingerprint';
import { summarise } from '@/lib/mail/summarise';
import { addAccount, removeAccount } from './accounts';
import { commitBatch } from './batches';
import { accountCounters } from './counters';
import { takeLead } from './leadership';
import { listMessages } from './lists';
import { changeMessages } from './marks';
import { copiesElsewhere, isSame } from './sameMessage';
import type { MessageRecord } from './schema';

/** One message in two accounts: recognised, and one row in each. */

let epoch: number;
const message = (received: string, subject = 'Tide tables', body = 'High water at noon.\r\n') =>
  Buffer.from(
    `Received: by ${received}\r\nFrom: Astrid <astrid@lindgren.example>\r\nSubject: ${subject}\r\n` +
      `Date: Thu, 1 Jan 2026 10:00:00 +0100\r\nMessage-ID: <${subject.length}@lindgren.example>\r\n\r\n${body}`,
  );

async function arrives(account: string, bytes: Buffer): Promise<void> {
  const summary = await summarise(bytes, true);
  const fingerprint = await fingerprintOf(bytes, bytes.length);
  const size = bytes.length;
  const arrived = { uidl: '1', sha256: sha256Of(bytes), offset: 0, size, summary, fingerprint };
  await commitBatch(epoch, account, new Uint8Array(bytes).buffer, [arrived], Date.UTC(2026, 0, 2));
}
const rowIn = async (account: string) => {
  const found = (await listMessages('inbox', 0, 9)).find((row) => row.account === account);
  if (!found) throw new Error(`nothing in ${account}`);
  return found;
};
const where = async (account: string) =>
  (await copiesElsewhere(await rowIn(account))).map((copy) => [copy.account, copy.folder]);

beforeEach(async () => {
  await emptyStore();
  epoch = await takeLead();
  for (const id of ['ada', 'bob', 'cleo']) await addAccount(someAccount(id));
});

it('is found in every other account, whatever its servers wrote above it, in whatever folder; each keeps its row', async () => {
  await arrives('ada', message('mx.one.example'));
  await arrives('bob', message('mx.two.example; a longer line'));
  await arrives('cleo', message('mx.one.example'));
  const bobs = await rowIn('bob');
  await changeMessages([bobs.id], { folder: 'archive', unread: false });
  expect(await where('ada')).toEqual([
    ['bob', 'archive'],
    ['cleo', 'inbox'],
  ]);
  const count = (account: string, folder: string, total: number, unread: number) => ({
    ...{ account, folder, total, unread, threads: total },
  });
  const counted = (await accountCounters()).filter(({ total }) => total > 0);
  expect(counted).toEqual([
    count('ada', 'inbox', 1, 1),
    count('bob', 'archive', 1, 0),
    count('cleo', 'inbox', 1, 1),
  ]);
  await removeAccount('bob');
  expect(await where('ada')).toEqual([['cleo', 'inbox']]);
});

it('another message of the same moment is not the same: other subject, or other body', async () => {
  await arrives('ada', message('mx.one.example'));
  await arrives('bob', message('mx.one.example', 'Storm warning'));
  await arrives(
    'cleo',
    message('mx.one.example', 'Tide tables', 'High water at noon.\r\n-- \r\nThe list\r\n'),
  );
  expect(await where('ada')).toEqual([]);
});

it('records from before fingerprints were kept are compared by what names them', async () => {
  await arrives('ada', message('mx.one.example'));
  await arrives('bob', message('mx.two.example'));
  const without = ({ fingerprint: _, ...record }: MessageRecord): MessageRecord => record;
  const [ada, bob] = [await rowIn('ada'), await rowIn('bob')];
  expect(isSame(without(ada), bob)).toBe(true);
  const other = { ...bob, envelope: { ...bob.envelope, subject: 'Storm warning' } };
  expect(isSame(without(ada), other)).toBe(false);
  const nameless = { ...bob, envelope: { ...bob.envelope, messageId: '' } };
  expect(isSame({ ...without(ada), envelope: nameless.envelope }, nameless)).toBe(false);
});
