import { beforeEach, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { sha256Of, someAccount, someMessage, storeMail, turnABit } from '@/e2e/support/storedMail';
import { summarise } from '@/lib/mail/summarise';
import { addAccount, getAccount } from './accounts';
import { completeMessages } from './batches';
import { copyMessages } from './copying';
import { checkStored, readDamage } from './damage';
import { tx } from './database';
import { LeadershipLost } from './errors';
import { takeLead } from './leadership';
import { noteFindings, readLedger } from './ledger';
import { getMessage } from './messages';
import { rawMessage } from './raw';
import { restoreBatch } from './restore';

/** What is stored goes bad: found, asked for again or told, and mended. */

const now = Date.UTC(2026, 0, 20);
const texts = { a: someMessage('a'), b: someMessage('b'), c: someMessage('c') };
let epoch: number;

beforeEach(async () => {
  await emptyStore();
  epoch = await takeLead();
  await addAccount(someAccount('ada'));
  await storeMail(epoch, 'ada', texts);
});

const recordOf = async (uidl: string) => {
  const entry = (await readLedger('ada')).get(uidl);
  const record = await getMessage(entry?.id ?? 0);
  if (!record) throw new Error(`no record of ${uidl}`);
  return record;
};

const damage = async (uidl: string) => turnABit(await recordOf(uidl));

/** Steps until all was read. */
async function wholePass(at = now): Promise<number> {
  let steps = 0;
  while (await checkStored(epoch, at)) steps += 1;
  return steps;
}

async function arrives(uidl: string, text: string, fingerprint = 'another print'): Promise<string[]> {
  const bytes = Buffer.from(text);
  const message = { uidl, sha256: sha256Of(bytes), offset: 0, size: bytes.length, fingerprint };
  const summary = await summarise(bytes, true);
  return completeMessages(epoch, 'ada', new Uint8Array(bytes).buffer, [{ ...message, summary }], now);
}

const textOf = async (id: number) => {
  const record = await getMessage(id);
  if (!record) throw new Error(`no message ${id}`);
  return Buffer.from(await rawMessage(record)).toString();
};

const damagedNow = async () =>
  (await readDamage()).map(({ record, comesAgain }) => [record.uidl, comesAgain]);

it('finds nothing where nothing is wrong, and rests for a day', async () => {
  expect(await wholePass()).toBe(2);
  expect(await readDamage()).toEqual([]);
  expect(await wholePass(now + 3_600_000)).toBe(0);
  expect(await wholePass(now + 25 * 3_600_000)).toBe(2);
});

it('asks the server for what it still has, and the same message takes the place of the damaged one', async () => {
  await damage('b');
  await wholePass();
  expect(await damagedNow()).toEqual([['b', true]]);
  expect((await getAccount('ada'))?.wholeWanted).toEqual(['b']);
  const { id } = await recordOf('b');
  await arrives('b', texts.b);
  const mended = await recordOf('b');
  expect([mended.id, mended.damaged]).toEqual([id, undefined]);
  expect(Buffer.from(await rawMessage(mended)).toString()).toBe(texts.b);
  expect(await readDamage()).toEqual([]);
  expect((await getAccount('ada'))?.wholeWanted).toEqual([]);
  expect([...(await readLedger('ada')).keys()].sort()).toEqual(['a', 'b', 'c']);
});

it('copies that were made of it are whole again with it, whether the check had come to them or not', async () => {
  const { id } = await recordOf('b');
  const copies = [...(await copyMessages([id], 'archive')), ...(await copyMessages([id], 'inbox'))];
  const [other = 0] = await copyMessages([(await recordOf('a')).id], 'archive');
  await damage('b');
  await wholePass();
  expect((await readDamage()).map(({ comesAgain }) => comesAgain)).toEqual([true, true, true]);
  await tx(['messages'], 'readwrite', async (t) => {
    const marked = await t.objectStore('messages').get(copies[1] ?? 0);
    if (!marked) throw new Error('no copy');
    const { damaged: _, ...unseen } = marked;
    await t.objectStore('messages').put(unseen);
  });
  await arrives('b', texts.b);
  expect(await readDamage()).toEqual([]);
  for (const copy of copies) expect(await textOf(copy)).toBe(texts.b);
  expect(await textOf(other)).toBe(texts.a);
});

it('another message under its name takes the place of nothing', async () => {
  await damage('b');
  await wholePass();
  const before = await recordOf('b');
  expect(await arrives('b', someMessage('a stranger'))).toEqual([]);
  expect(await recordOf('b')).toEqual(before);
  expect((await readLedger('ada')).get('b')?.sha256).toBe(sha256Of(texts.b));
  expect(await damagedNow()).toEqual([['b', false]]);
});

it('what its server does not have any more is told of, until a copy in a file mends it', async () => {
  await noteFindings(epoch, 'ada', { absent: new Set(['c']), back: new Set(), listed: 2, at: 5 });
  await damage('c');
  await wholePass();
  expect(await damagedNow()).toEqual([['c', false]]);
  const { id, sha256, folder } = await recordOf('c');
  const bytes = Buffer.from(texts.c);
  const summary = await summarise(bytes, true);
  const told = {
    unread: true,
    starred: false,
    pinned: false,
    quiet: false,
    labels: [],
    snooze: null,
    movedAt: null,
    date: null,
    headerOf: null,
    entry: null,
    copy: false,
  };
  const message = { sha256, offset: 0, size: bytes.length, summary, folder, ...told, mends: id };
  await restoreBatch('ada', new Uint8Array(bytes).buffer, [message], now);
  expect(await readDamage()).toEqual([]);
  expect(Buffer.from(await rawMessage(await recordOf('c'))).toString()).toBe(texts.c);
});

it('a pack that is gone is damage too, and whoever no longer leads marks nothing', async () => {
  const { pack } = await recordOf('a');
  await tx(['packs'], 'readwrite', (t) => t.objectStore('packs').delete(pack));
  await takeLead();
  await expect(checkStored(epoch, now)).rejects.toThrow(LeadershipLost);
  expect(await readDamage()).toEqual([]);
  epoch += 1;
  await wholePass();
  expect((await readDamage()).length).toBe(3);
});
