import { beforeEach, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { details, told } from '@/e2e/support/storedContacts';
import { someAccount, storeMail } from '@/e2e/support/storedMail';
import { addAccount } from './accounts';
import { deleteContact, saveContact } from './contactChanges';
import { gatherContacts, readContacts } from './contacts';
import { copyMessages } from './copying';
import { openDatabase, tx } from './database';
import { LeadershipLost } from './errors';
import { knownSenders, usualSenders } from './known';
import { takeLead } from './leadership';
import { listIds } from './lists';
import { changeMessages, restoreMessages } from './marks';
import { migrations } from './migrations';
import { removeMessages } from './removal';
import type { MessageRecord } from './schema';

let epoch: number;
beforeEach(async () => {
  await emptyStore();
  epoch = await takeLead();
  await addAccount(someAccount('ada'));
});

const mail = (from: string, day: number, to = 'ada@lindgren.example') =>
  `From: ${from}\r\nTo: ${to}\r\nSubject: s\r\nDate: ${day} Jan 2026 10:00:00 +0000\r\n\r\nHello.\r\n`;
const gather = async () => {
  while (await gatherContacts(epoch)) {}
};

it('come from mail, each message once: who wrote, and whom one wrote to, by the newest name', async () => {
  await storeMail(epoch, 'ada', {
    a: mail('Bo <Bo@x.example>', 1),
    b: mail('Bo Ek <bo@X.example>', 3),
    c: mail('B. <bo@x.example>', 2),
    d: mail('Ada <ada@lindgren.example>', 4, 'Cy <cy@y.example>, ada@lindgren.example'),
    e: mail('Spam <spam@z.example>', 5),
  });
  const newest = await listIds('inbox');
  await changeMessages(newest.slice(0, 1), { folder: 'junk' });
  // What is in Trash may come back; a copy is no message of its own.
  await changeMessages(newest.slice(2, 3), { folder: 'trash' });
  await copyMessages(newest.slice(2, 3), 'archive');
  await gather();
  await gather();
  expect(await told()).toEqual([
    ['Bo Ek', ['bo@x.example'], 3],
    ['Cy', ['cy@y.example'], 1],
  ]);
  expect((await readContacts())[0]?.last).toBe(Date.UTC(2026, 0, 3, 10));
  await takeLead();
  await expect(gatherContacts(epoch)).rejects.toThrow(LeadershipLost);
});

it('bear names of one line, in which nothing is hidden, nothing turns what stands behind it, and markup is text', async () => {
  const encoded = (name: string) => `=?utf-8?b?${Buffer.from(name).toString('base64')}?=`;
  await storeMail(epoch, 'ada', {
    a: mail(`${encoded('Bo \u202egpj.exe\u2067\r\nBcc: <b onclick=x()>')} <bo@x.example>`, 1),
    b: mail(`${encoded('C'.repeat(3_000))} <cy@y.example>`, 2),
    c: mail(`${encoded('\u202e\u200b')} <di@z.example>`, 3),
    // Under an address that is not what is read nobody is met.
    d: mail('Ed <e\u202ed@z.example>', 4),
  });
  await gather();
  expect(await told()).toEqual([
    ['', ['di@z.example'], 1],
    ['C'.repeat(200), ['cy@y.example'], 1],
    ['Bo gpj.exe Bcc: <b onclick=x()>', ['bo@x.example'], 1],
  ]);
});

it('keep the name that somebody wrote; then they are known, for warnings', async () => {
  await storeMail(epoch, 'ada', { a: mail('Bo <bo@x.example>', 1) });
  await gather();
  const [bo] = await readContacts();
  expect((await knownSenders()).size).toBe(0);
  await saveContact(
    { ...details('Bosse Ek', 'bo@x.example', 'bo@work.example'), note: 'met in May' },
    bo?.id,
  );
  await storeMail(epoch, 'ada', { b: mail('Other <bo@work.example>', 2) });
  await gather();
  expect(await told()).toEqual([['Bosse Ek', ['bo@x.example', 'bo@work.example'], 2]]);
  expect([...((await knownSenders()).get('bosse ek') ?? [])]).toEqual(['bo@x.example', 'bo@work.example']);
});

it('count what was in Junk once it is taken out, each message once, and not what goes from there to Trash', async () => {
  await storeMail(epoch, 'ada', {
    a: mail('Bo <bo@x.example>', 1),
    b: mail('Cy <cy@y.example>', 2),
    c: mail('Di <di@z.example>', 3),
  });
  const [c = 0, b = 0, a = 0] = await listIds('inbox');
  await changeMessages([a, b, c], { folder: 'junk' });
  await gather();
  await changeMessages([a], { folder: 'inbox' });
  // Taken back before it was counted.
  await changeMessages([b], { folder: 'archive' });
  await changeMessages([b], { folder: 'junk' });
  await changeMessages([c], { folder: 'trash' });
  await gather();
  expect(await told()).toEqual([['Bo', ['bo@x.example'], 1]]);
  await changeMessages([a], { folder: 'junk' });
  await changeMessages([a], { folder: 'inbox' });
  await changeMessages([c], { folder: 'inbox' });
  await copyMessages([c], 'archive');
  await gather();
  await gather();
  expect(await told()).toEqual([
    ['Bo', ['bo@x.example'], 1],
    ['Di', ['di@z.example'], 1],
  ]);
});

it('count what went to Junk no longer, and go with the last of it; what is taken back brings them back', async () => {
  await storeMail(epoch, 'ada', {
    a: mail('Pest <pest@x.example>', 1),
    b: mail('Pest <pest@x.example>', 2),
    c: mail('Cy <cy@y.example>', 3),
  });
  await gather();
  const [cy = 0, ...pest] = await listIds('inbox');
  const { before } = await changeMessages(pest.slice(0, 1), { folder: 'junk' });
  await changeMessages(pest.slice(0, 1), { unread: false });
  await gather();
  await gather();
  expect((await told()).sort()).toEqual([
    ['Cy', ['cy@y.example'], 1],
    ['Pest', ['pest@x.example'], 1],
  ]);
  // One to Trash by way of Junk, before anybody has looked.
  const more = await changeMessages(pest.slice(1), { folder: 'junk' });
  const binned = await changeMessages(pest.slice(1), { folder: 'trash' });
  await gather();
  expect(await told()).toEqual([['Cy', ['cy@y.example'], 1]]);
  await restoreMessages(binned);
  await restoreMessages(more);
  await gather();
  await restoreMessages({ before });
  await gather();
  await gather();
  expect(await told()).toEqual([
    ['Pest', ['pest@x.example'], 2],
    ['Cy', ['cy@y.example'], 1],
  ]);
  // There and back before it was looked at: nothing has changed.
  await restoreMessages(await changeMessages([cy], { folder: 'junk' }));
  await gather();
  expect(await told()).toContainEqual(['Cy', ['cy@y.example'], 1]);
});

it('that somebody wrote stay though all of their mail is junk, and one that was deleted does not come back by it', async () => {
  await storeMail(epoch, 'ada', { a: mail('Bo <bo@x.example>', 1), b: mail('Cy <cy@y.example>', 2) });
  await gather();
  const [b = 0, a = 0] = await listIds('inbox');
  const [bo, cy] = (await readContacts()).sort((one, two) => one.name.localeCompare(two.name));
  await saveContact(details('Bosse', 'bo@x.example'), bo?.id);
  await deleteContact(cy?.id ?? 0);
  const change = await changeMessages([a, b], { folder: 'junk' });
  await gather();
  expect(await told()).toEqual([['Bosse', ['bo@x.example'], 0]]);
  await restoreMessages(change);
  await gather();
  expect(await told()).toEqual([['Bosse', ['bo@x.example'], 1]]);
});

it('do not count what is removed out of Junk, whether that was looked at or not', async () => {
  await storeMail(epoch, 'ada', { a: mail('Bo <bo@x.example>', 1), b: mail('Cy <cy@y.example>', 2) });
  await gather();
  const [b = 0, a = 0] = await listIds('inbox');
  await changeMessages([a], { folder: 'junk' });
  await gather();
  await storeMail(epoch, 'ada', { c: mail('Cy <cy@y.example>', 3) });
  const [c = 0] = await listIds('inbox');
  // One that is new was never counted; nobody has looked at any since.
  await changeMessages([c], { folder: 'junk' });
  await removeMessages([a, c]);
  expect(await told()).toEqual([['Cy', ['cy@y.example'], 1]]);
  await changeMessages([b], { folder: 'junk' });
  await removeMessages([b]);
  expect(await told()).toEqual([]);
});

it('do not count what was erased for good, and go with the last of it, unless somebody wrote them', async () => {
  await storeMail(epoch, 'ada', {
    a: mail('Bo <bo@x.example>', 1),
    b: mail('Bo <bo@x.example>', 2),
    c: mail('Cy <cy@y.example>', 3),
    d: mail('Di <di@z.example>', 4),
    e: mail('Di <di@z.example>', 5),
  });
  await gather();
  const [e = 0, d = 0, c = 0, , a = 0] = await listIds('inbox');
  const di = (await readContacts()).find(({ name }) => name === 'Di');
  await saveContact(details('Dido', 'di@z.example'), di?.id);
  await copyMessages([a], 'archive');
  await storeMail(epoch, 'ada', { f: mail('Bo <bo@x.example>', 6) });
  const [f = 0] = await listIds('inbox');
  // Of a copy, and of what nobody has counted yet, nothing is to be taken away.
  await removeMessages([...(await listIds('archive')), f]);
  await removeMessages([a, c, d, e]);
  await gather();
  expect(await told()).toEqual([
    ['Bo', ['bo@x.example'], 1],
    ['Dido', ['di@z.example'], 0],
  ]);
});

it('forget what was counted before it went to Junk, of mail from before that was written down', async () => {
  await emptyStore();
  const step = migrations.findIndex(({ name }) => name === 'countJunkOut');
  const old = await openDatabase('postbag', migrations.slice(0, step));
  const record = (id: number, folder: string, unmet?: true) =>
    ({ id, folder, date: id, ...(unmet && { unmet }) }) as MessageRecord;
  await old.put('messages', record(1, 'junk'));
  await old.put('messages', record(2, 'inbox'));
  await old.put('messages', record(3, 'junk', true));
  old.close();
  const records = await tx(['messages'], 'readonly', (t) => t.objectStore('messages').getAll());
  expect(records.map(({ meet }) => meet)).toEqual([2, undefined, undefined]);
});

it('count what was passed over in Junk before that was written down', async () => {
  await emptyStore();
  const step = migrations.findIndex(({ name }) => name === 'addUnmet');
  const old = await openDatabase('postbag', migrations.slice(0, step));
  const record = (id: number, folder: string) => ({ id, folder, date: id }) as MessageRecord;
  await old.put('messages', record(1, 'junk'));
  await old.put('messages', record(2, 'inbox'));
  await old.put('messages', record(3, 'junk'));
  await old.put('meta', { key: 'gathered', value: 2 });
  old.close();
  const records = await tx(['messages'], 'readonly', (t) => t.objectStore('messages').getAll());
  expect(records.map(({ unmet }) => unmet)).toEqual([true, undefined, undefined]);
});

it('a name of one word is known of contacts that somebody wrote down, and of nobody else', async () => {
  const record = { envelope: { from: [{ name: 'Mum', address: 'x@x.example' }] }, folder: 'inbox' };
  expect(usualSenders(Array(9).fill(record)).size).toBe(0);
  await saveContact(details('Mum', 'ann@lindgren.example'));
  expect([...(await knownSenders())]).toEqual([['mum', new Set(['ann@lindgren.example'])]]);
});

it('who wrote five times is known by name, and by each address that came twice', () => {
  const from = (address: string, times: number) =>
    Array.from({ length: times }, () => ({
      envelope: { from: [{ name: 'Bo Ek', address }] } as MessageRecord['envelope'],
      folder: 'inbox' as const,
    }));
  const known = (...mail: ReturnType<typeof from>) => [...(usualSenders(mail).get('bo ek') ?? [])];
  expect(known(...from('bo@x.example', 4), ...from('bo@y.example', 4))).toEqual([]);
  expect(known(...from('bo@x.example', 5), ...from('Bo@y.example', 2), ...from('bo@evil.test', 1))).toEqual([
    'bo@x.example',
    'bo@y.example',
  ]);
});
