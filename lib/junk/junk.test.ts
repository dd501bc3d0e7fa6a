import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import { openPdfHere, pdfOf } from '@/e2e/support/pdf';
import { sha256Of, someAccount, storeMail } from '@/e2e/support/storedMail';
import { openMessage } from '@/lib/mail/open';
import { pdfText } from '@/lib/mail/pdfText';
import { addAccount, removeAccount } from '@/lib/store/accounts';
import { closeStore, tx } from '@/lib/store/database';
import { LeadershipLost } from '@/lib/store/errors';
import { verdictOf } from '@/lib/store/junk/arrivals';
import { forgetAll, totals } from '@/lib/store/junk/knowledge';
import { teachGood, unteach } from '@/lib/store/junk/lessons';
import { chooseJunkSender, setJunkSetting } from '@/lib/store/junk/senders';
import { takeLead } from '@/lib/store/leadership';
import { changeMessages, restoreMessages } from '@/lib/store/marks';
import { removeMessages } from '@/lib/store/removal';
import { JunkFilter } from './filter';
import { taughtInAll } from './judge';

let epoch = 0;
let filter: JunkFilter;
const later = Date.UTC(2026, 6, 1);
const delegate = {
  ...{ open: openMessage, pdfText: (bytes: Uint8Array<ArrayBuffer>) => pdfText(openPdfHere(bytes)) },
  at() {},
  busy: () => false,
  breathe: async () => {},
  now: () => later,
};

beforeEach(async () => {
  await closeStore();
  globalThis.indexedDB = new IDBFactory();
  await addAccount(someAccount('one'));
  epoch = await takeLead();
  filter = new JunkFilter(epoch, delegate);
});

const settle = async () => {
  while (await filter.step());
};
const junk = (n: number) =>
  `From: Deals <d${n}@pills.example>\r\nSubject: cheap pills ${n}\r\nDate: Thu, 1 Jan 2026 10:00:00 +0100\r\n\r\nbuy cheap pills now, miracle offer http://pills.example/\r\n`;
const letter = (n: number) =>
  `From: Ada <ada@lindgren.example>\r\nSubject: choir on thursday ${n}\r\nDate: Thu, 1 Jan 2026 10:00:00 +0100\r\n\r\nthe altos practise the second movement, bring your scores\r\n`;
const many = (make: (n: number) => string, count: number, from = 0) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [sha256Of(make(n + from)), make(n + from)]));
const all = () => tx(['messages'], 'readonly', (t) => t.objectStore('messages').getAll());
const learned = async () => taughtInAll(await totals());
const dump = () =>
  tx(['junkBlocks'], 'readonly', async (t) => {
    const blocks = await t.objectStore('junkBlocks').getAll();
    return blocks.map((bytes) => [...new Uint8Array(bytes)]);
  });

/** Twenty of junk that a person marks, and forty letters that were read and kept, or brought back to be kept. */
async function teach(account = 'one', bad = junk, good = letter): Promise<void> {
  const [ofJunk, ofGood] = [many(bad, 20), many(good, 40)];
  await storeMail(epoch, account, { ...ofJunk, ...ofGood });
  await settle();
  const records = (await all()).filter((record) => record.account === account);
  const ids = (of: object) => records.filter(({ uidl }) => uidl in of).map(({ id }) => id);
  await changeMessages(ids(ofGood), { unread: false, folder: 'inbox' });
  await changeMessages(ids(ofJunk), { folder: 'junk' });
  filter.changed();
  await settle();
}

test('it learns from what is marked and what is kept, and then moves what arrives, with its reasons', async () => {
  await teach();
  expect(await learned()).toEqual({ junk: 20, good: 40 });
  await storeMail(epoch, 'one', { new1: junk(100), new2: letter(100) });
  await settle();
  const [bad, good] = ['new1', 'new2'].map((uidl) =>
    all().then((mail) => mail.find((one) => one.uidl === uidl)),
  );
  expect((await bad)?.folder).toBe('junk');
  expect((await good)?.folder).toBe('inbox');
  const verdict = await verdictOf((await bad)?.id ?? 0);
  expect(verdict).toMatchObject({ verdict: 'junk', reason: 'words' });
  expect(verdict?.against.map(({ text }) => text)).toContain('pills.example');
  expect(await verdictOf((await good)?.id ?? 0)).toBeUndefined();
  // What the filter has moved teaches nothing: only people do.
  expect((await learned()).junk).toBe(20);
});

test('an account without mail of its own goes by that of the others; one that has learned, by its own', async () => {
  await addAccount(someAccount('two'));
  const folderOf = async (account: string, text: string) => {
    const uidl = `${account} ${sha256Of(text)}`;
    await storeMail(epoch, account, { [uidl]: text });
    await settle();
    return (await all()).find((one) => one.account === account && one.uidl === uidl)?.folder;
  };
  await teach('one');
  expect((await totals()).map(({ key }) => key)).toEqual(['one']);
  expect(await folderOf('two', junk(100))).toBe('junk');
  expect(await folderOf('two', letter(100))).toBe('inbox');
  // Somebody who sells pills and sings in no choir: what one keeps, the other throws away.
  await teach('two', letter, junk);
  expect(await folderOf('two', junk(101))).toBe('inbox');
  expect(await folderOf('one', junk(101))).toBe('junk');
  expect(await folderOf('two', letter(101))).toBe('junk');
  expect(await folderOf('one', letter(101))).toBe('inbox');
});

test('before it has learned enough it does nothing', async () => {
  await storeMail(epoch, 'one', many(junk, 19));
  await changeMessages(
    (await all()).map(({ id }) => id),
    { folder: 'junk' },
  );
  await settle();
  await storeMail(epoch, 'one', { new: junk(100) });
  await settle();
  expect((await all()).find(({ uidl }) => uidl === 'new')?.folder).toBe('inbox');
});

test('what is undone is unlearned, to the last octet, also after it was learned', async () => {
  await teach();
  const before = await dump();
  await storeMail(epoch, 'one', { more: letter(77) });
  await settle();
  const id = (await all()).find(({ uidl }) => uidl === 'more')?.id ?? 0;
  const changed = await changeMessages([id], { folder: 'junk' });
  await settle();
  expect((await learned()).junk).toBe(21);
  await restoreMessages(changed);
  await settle();
  expect(await dump()).toEqual(before);
  expect((await learned()).junk).toBe(20);
});

test('“not junk” teaches the opposite of what was learned', async () => {
  await teach();
  const id = (await all()).find(({ folder }) => folder === 'junk')?.id ?? 0;
  await changeMessages([id], { folder: 'inbox' });
  await settle();
  expect(await learned()).toEqual({ junk: 19, good: 41 });
});

test('each message is judged once and teaches once, whenever the worker dies', async () => {
  await teach();
  const calm = await dump();
  for (const dies of [1, 4, 9, 12, 17]) {
    await closeStore();
    globalThis.indexedDB = new IDBFactory();
    await addAccount(someAccount('one'));
    epoch = await takeLead();
    filter = new JunkFilter(epoch, delegate);
    await storeMail(epoch, 'one', { ...many(junk, 20), ...many(letter, 40) });
    const records = await all();
    const kept = records.filter(({ envelope }) => /choir/.test(envelope.subject)).map(({ id }) => id);
    await changeMessages(kept, { unread: false });
    await changeMessages(
      records.map(({ id }) => id).filter((id) => !kept.includes(id)),
      { folder: 'junk' },
    );
    const { transaction } = IDBDatabase.prototype;
    let left = dies;
    IDBDatabase.prototype.transaction = function (...args) {
      left -= 1;
      if (left < 0) throw new Error('killed');
      return transaction.apply(this, args);
    };
    try {
      await settle();
    } catch (error) {
      expect(String(error)).toContain('killed');
    } finally {
      IDBDatabase.prototype.transaction = transaction;
    }
    epoch = await takeLead();
    const dead = filter;
    filter = new JunkFilter(epoch, delegate);
    await settle();
    expect(await dump()).toEqual(calm);
    await storeMail(epoch, 'one', { [`late${dies}`]: junk(500) });
    await expect(dead.step()).rejects.toThrow(LeadershipLost);
  }
});

const folders = async () => new Map((await all()).map(({ uidl, folder }) => [uidl, folder]));

test('blocked senders go to Junk and allowed ones do not, before anything is learned; a switch ends all of it', async () => {
  await chooseJunkSender('pills.example', 'blocked');
  await storeMail(epoch, 'one', { a: junk(1) });
  await settle();
  await chooseJunkSender('d2@pills.example', 'allowed');
  await storeMail(epoch, 'one', { b: junk(2), c: junk(3) });
  await settle();
  await setJunkSetting('junkFilter', false);
  await storeMail(epoch, 'one', { d: junk(4) });
  await settle();
  expect(Object.fromEntries(await folders())).toEqual({ a: 'junk', b: 'inbox', c: 'junk', d: 'inbox' });
  await expect(chooseJunkSender('nobody', 'blocked')).rejects.toThrow(RangeError);
});

test('mail of allowed senders stays, whatever was learned of its words', async () => {
  await teach();
  await chooseJunkSender('d101@pills.example', 'allowed');
  await storeMail(epoch, 'one', { allowed: junk(101), other: junk(102) });
  await settle();
  const found = await folders();
  expect([found.get('allowed'), found.get('other')]).toEqual(['inbox', 'junk']);
});

/** The string that tests filters: junk, whatever was learned. */
const gtube = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X';
const today = (subject: string, body: string) =>
  letter(1)
    .replace(/Subject: .*/, `Subject: ${subject}`)
    .replace(/Date: .*/, 'Date: Tue, 30 Jun 2026 10:00:00 +0200')
    .replace(/\r\n\r\n.*/s, `\r\n\r\n${body}\r\n`);

test('before it has learned, forms say that something may be junk, and the test string is moved', async () => {
  const swindle =
    'Dear friend, I am the widow of a late president and need your urgent reply. The sum of $12,500,000 is at the central bank, in strict confidence and risk-free: be the next of kin. God bless you.';
  await storeMail(
    epoch,
    'one',
    {
      test: today('x', gtube),
      swindle: today('Your reply', swindle),
      letter: today('choir', 'the altos practise the second movement'),
    },
    later,
  );
  await settle();
  expect(Object.fromEntries(await folders())).toEqual({ test: 'junk', swindle: 'inbox', letter: 'inbox' });
  const ids = new Map((await all()).map(({ uidl, id }) => [uidl, id]));
  const verdicts = await Promise.all(
    ['test', 'swindle', 'letter'].map((uidl) => verdictOf(ids.get(uidl) ?? 0)),
  );
  expect(verdicts.map((verdict) => verdict?.verdict)).toEqual(['junk', 'unsure', undefined]);
  expect(verdicts[0]?.against[0]).toMatchObject({ kind: 'form', text: 'testString' });
  expect(verdicts[1]?.against.map(({ kind }) => kind)).toContain('trade');
});

test('what stands in a PDF file is read', async () => {
  const file = pdfOf(gtube);
  const types =
    'MIME-Version: 1.0\r\nContent-Type: application/pdf; name=bill.pdf\r\nContent-Transfer-Encoding: base64';
  const bill = today('Your bill', Buffer.from(file).toString('base64')).replace(
    '\r\n\r\n',
    `\r\n${types}\r\n\r\n`,
  );
  await storeMail(epoch, 'one', { bill }, later);
  await settle();
  expect(Object.fromEntries(await folders())).toEqual({ bill: 'junk' });
});

test('a document that cannot be read keeps nothing from being judged', async () => {
  const pdfText = () => Promise.reject(new Error('what reads it did not load'));
  filter = new JunkFilter(epoch, { ...delegate, pdfText });
  const types = 'MIME-Version: 1.0\r\nContent-Type: application/pdf; name=bill.pdf\r\n';
  const bill = `${types}${today('Your bill', '%PDF-1.7')}`;
  await storeMail(epoch, 'one', { bill, test: today('Test', gtube) }, later);
  await settle();
  expect(Object.fromEntries(await folders())).toEqual({ bill: 'inbox', test: 'junk' });
});

const flagged = (n: number, top: string, below = '') =>
  `${top}Received: from mx.s${n}.example by mail.x.example; Thu, 1 Jan 2026 10:00:00 +0100\r\n${below}${letter(n).replace('lindgren', `s${n}`)}`;

test('the server’s word counts once its header stands on top of nearly all mail, and never from below', async () => {
  const clean = many((n) => flagged(n, 'X-Spam-Flag: NO\r\n'), 10);
  await storeMail(epoch, 'one', { first: flagged(90, 'X-Spam-Flag: YES\r\n') });
  await settle();
  await storeMail(epoch, 'one', clean);
  await settle();
  await storeMail(epoch, 'one', {
    real: flagged(91, 'X-Spam-Flag: YES\r\n'),
    forged: flagged(92, 'X-Spam-Flag: NO\r\n', 'X-Spam-Flag: YES\r\n'),
    other: flagged(93, 'X-Rspamd-Action: reject\r\n'),
  });
  await settle();
  const moved = (await all()).filter(({ folder }) => folder === 'junk').map(({ uidl }) => uidl);
  expect(moved).toEqual(['real']);
});

test('what may be junk and is not, is said where it stands; forgetting and removing leave nothing', async () => {
  await teach();
  const one = (await all()).find(({ folder, unread }) => folder === 'inbox' && !unread)?.id ?? 0;
  // Taken back, it is asked about again, and has taught nothing.
  const before = await learned();
  const doubt = { message: one, account: 'one', score: 0.9, against: [], inFavour: [] };
  await tx(['junkVerdicts'], 'readwrite', (t) =>
    t.objectStore('junkVerdicts').put({ ...doubt, verdict: 'unsure', reason: 'words' }),
  );
  const taught = await teachGood(one);
  await settle();
  expect(await verdictOf(one)).toBeUndefined();
  if (taught) await unteach(one, taught);
  await settle();
  expect(await learned()).toEqual(before);
  expect(await verdictOf(one)).toMatchObject(doubt);
  await teachGood(one);
  await settle();
  expect((await learned()).good).toBe(40);
  await removeMessages([one]);
  expect((await learned()).good).toBe(40);
  await forgetAll();
  expect(await learned()).toEqual({ junk: 0, good: 0 });
  expect(await dump()).toEqual([]);
  await removeAccount('one');
  expect(await totals()).toEqual([]);
});
