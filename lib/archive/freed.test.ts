import { beforeEach, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { sha256Of, someAccount, someMessage, storeMail } from '@/e2e/support/storedMail';
import { addAccount, listAccounts } from '@/lib/store/accounts';
import { completeMessages } from '@/lib/store/batches';
import { everything } from '@/lib/store/copies';
import { takeLead } from '@/lib/store/leadership';
import { knownMessages, noteFindings, readLedger, settleMessages } from '@/lib/store/ledger';
import { listMessages } from '@/lib/store/lists';
import { changeMessages } from '@/lib/store/marks';
import { freeBodies, setOffline } from '@/lib/store/offline';
import { rawMessage } from '@/lib/store/raw';
import { exportZip } from './exportMail';
import { Import } from './importMail';
import { memorySink, pour } from './sink';

/** Export and import of mail of which "keep offline for" has left the header alone. */

const stored = Date.UTC(2026, 0, 15);
const now = Date.UTC(2026, 2, 1);
const never = new AbortController().signal;
const quiet = () => {};
const text = (uidl: string) => someMessage(uidl, `The body of ${uidl}.\r\n`.repeat(60));
let epoch: number;

async function freshDevice(): Promise<void> {
  await emptyStore();
  epoch = await takeLead();
}
async function exported(): Promise<File> {
  const file = await pour(exportZip(everything, now, quiet).stream, memorySink(), never);
  if (!file) throw new Error('no file');
  return new File([file], 'mail.zip');
}
const imported = (file: File) =>
  new Import(
    { files: [file], elsewhere: { kind: 'recreate' }, localName: 'Imported' },
    now,
    quiet,
    never,
  ).run();
const row = async (uidl: string) => {
  const found = (await listMessages('inbox', 0, 99)).find((each) => each.uidl === uidl);
  if (!found) throw new Error(`no row for ${uidl}`);
  return found;
};
const entryOf = async (account: string, uidl: string) => (await readLedger(account)).get(uidl);
const free = (uidl: string) => freeBodies(epoch, 'ada', new Map([[uidl, text(uidl).length]]), now);

beforeEach(async () => {
  await freshDevice();
  await addAccount(someAccount('ada', { keepsRetrieved: true }));
  await storeMail(epoch, 'ada', { a: text('a'), b: text('b') }, stored);
  await settleMessages(epoch, 'ada', new Set((await knownMessages('ada')).stored));
  await setOffline('inbox', 30);
});

it('on another device its header is all there is, and it is known as what it was', async () => {
  expect(await free('a')).toBe(1);
  await changeMessages([(await row('a')).id], { starred: true }, now);
  const file = await exported();
  await freshDevice();
  expect(await imported(file)).toMatchObject({ imported: 2, problems: { count: 0 } });
  const [{ id = '' } = {}] = await listAccounts();
  const record = await row('a');
  expect(record).toMatchObject({ headerOf: text('a').length, starred: true });
  expect(await entryOf(id, 'a')).toMatchObject({ headers: true, freed: true, sha256: sha256Of(text('a')) });
  expect(await entryOf(id, 'b')).toMatchObject({ headers: false, sha256: sha256Of(text('b')) });
  // Another message under its name does not take its place, and the message itself does.
  for (const [body, size] of [
    [someMessage('another'), record.size],
    [text('a'), text('a').length],
  ] as const) {
    const bytes = new TextEncoder().encode(body);
    const summary = { envelope: record.envelope, date: null, attachments: false, parsed: true };
    const arrived = { uidl: 'a', sha256: sha256Of(body), offset: 0, size: bytes.length, summary };
    const named = { ...arrived, fingerprint: body === text('a') ? 'print of a' : 'print of another' };
    await completeMessages(epoch, id, bytes.buffer, [named], now);
    expect((await row('a')).size).toBe(size);
  }
});

it.each([
  ['while the server has it', async () => {}],
  [
    'and when no server has it any more',
    () => noteFindings(epoch, 'ada', { absent: new Set(['a']), back: new Set(), listed: 1, at: now }),
  ],
])('a copy from before it was freed brings it back %s', async (_, happens) => {
  const file = await exported();
  expect(await free('a')).toBe(1);
  const before = await row('a');
  await happens();
  expect(await imported(file)).toMatchObject({ imported: 1, duplicates: 1, problems: { count: 0 } });
  const record = await row('a');
  expect(record.id).toBe(before.id);
  expect(record).toMatchObject({ size: text('a').length, sha256: sha256Of(text('a')) });
  expect(record.headerOf).toBeUndefined();
  expect(record.wholeGone).toBeUndefined();
  expect(Buffer.from(await rawMessage(record)).toString('latin1')).toBe(text('a'));
  const entry = await entryOf('ada', 'a');
  expect(entry).toMatchObject({ headers: false, id: record.id, sha256: sha256Of(text('a')) });
  expect(entry?.freed).toBeUndefined();
  // Not freed again at once, and nothing is imported a second time.
  expect(await free('a')).toBe(0);
  expect(await imported(file)).toMatchObject({ imported: 0, duplicates: 2 });
});

it('a copy of its header does not take the place of the whole', async () => {
  await free('a');
  const file = await exported();
  const bytes = new TextEncoder().encode(text('a'));
  const { envelope } = await row('a');
  const summary = { envelope, date: null, attachments: false, parsed: true };
  const whole = { uidl: 'a', sha256: sha256Of(text('a')), offset: 0, size: bytes.length, summary };
  await completeMessages(epoch, 'ada', bytes.buffer, [{ ...whole, fingerprint: 'print of a' }], now);
  expect(await imported(file)).toMatchObject({ imported: 0, duplicates: 2 });
  expect((await row('a')).size).toBe(text('a').length);
});
