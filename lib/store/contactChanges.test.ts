import { beforeEach, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { details, told } from '@/e2e/support/storedContacts';
import { someAccount, storeMail } from '@/e2e/support/storedMail';
import { addAccount } from './accounts';
import { deleteContact, importContacts, mergeContacts, restoreContacts, saveContact } from './contactChanges';
import { gatherContacts, readContacts } from './contacts';
import { takeLead } from './leadership';

let epoch: number;
let arrived: number;
beforeEach(async () => {
  await emptyStore();
  epoch = await takeLead();
  arrived = 0;
  await addAccount(someAccount('ada'));
});

/** A message from each of them arrives, a day after the other, and is counted. */
async function arrive(...senders: string[]): Promise<void> {
  for (const from of senders) {
    arrived += 1;
    const date = new Date(Date.UTC(2026, 0, arrived)).toUTCString();
    const text = `From: ${from}\r\nTo: ada@lindgren.example\r\nSubject: s\r\nDate: ${date}\r\n\r\nHello.\r\n`;
    await storeMail(epoch, 'ada', { [`m${arrived}`]: text });
  }
  while (await gatherContacts(epoch)) {}
}

it('are made one, and taken apart again; an address is in one contact alone', async () => {
  const { id: first } = await saveContact(details('Bo', 'bo@x.example'));
  const { id: second } = await saveContact({
    ...details('Bo Ek', 'bo@y.example'),
    ...{ phones: ['1'], note: 'n' },
  });
  const before = await mergeContacts([first, second, first]);
  expect(await readContacts()).toMatchObject([
    { id: first, name: 'Bo', addresses: ['bo@x.example', 'bo@y.example'], phones: ['1'], note: 'n' },
  ]);
  await restoreContacts(before);
  expect(await told()).toEqual([
    ['Bo', ['bo@x.example'], 0],
    ['Bo Ek', ['bo@y.example'], 0],
  ]);
  await saveContact(details('Cy', 'BO@x.example'));
  expect(await told()).toEqual([
    ['Bo', [], 0],
    ['Bo Ek', ['bo@y.example'], 0],
    ['Cy', ['bo@x.example'], 0],
  ]);
  const gone = await deleteContact(second);
  expect(await told()).toHaveLength(2);
  await restoreContacts(gone);
  expect(await told()).toHaveLength(3);
});

it('made one keep the name that somebody wrote, before one that came with more mail', async () => {
  await arrive('Bo <bo@x.example>', 'Bo <bo@x.example>');
  await saveContact(details('Uncle Bo', 'bo@y.example'));
  await mergeContacts((await readContacts()).map(({ id }) => id));
  expect(await told()).toEqual([['Uncle Bo', ['bo@x.example', 'bo@y.example'], 2]]);
});

it('of a file are added, or to those that are known; taken back, all are as they were', async () => {
  await saveContact(details('Bo', 'bo@x.example'));
  const before = await readContacts();
  const counted = await importContacts([
    details('Bosse', 'bo@x.example', 'bo@new.example'),
    details('Cy', 'cy@y.example'),
    details('Nobody', 'no address'),
  ]);
  expect(counted).toMatchObject({ added: 2, known: 1 });
  expect(await told()).toEqual([
    ['Bo', ['bo@x.example', 'bo@new.example'], 0],
    ['Cy', ['cy@y.example'], 0],
    ['Nobody', [], 0],
  ]);
  await restoreContacts(counted.change);
  expect(await readContacts()).toEqual(before);
});

it('made or changed by somebody, are taken back, and whoever lost an address has it again', async () => {
  await arrive('Bo <bo@x.example>', 'Cy <cy@y.example>');
  const before = await readContacts();
  const { change: made } = await saveContact(details('Dee', 'dee@z.example', 'cy@y.example'));
  const bo = before.find(({ name }) => name === 'Bo');
  const { change } = await saveContact(details('Bosse', 'bosse@x.example', 'dee@z.example'), bo?.id);
  expect(await told()).toEqual([
    ['Bosse', ['bosse@x.example', 'dee@z.example'], 1],
    ['Dee', ['cy@y.example'], 1],
  ]);
  await restoreContacts(change);
  expect(await told()).toEqual([
    ['Bo', ['bo@x.example'], 1],
    ['Dee', ['dee@z.example', 'cy@y.example'], 1],
  ]);
  await restoreContacts(made);
  expect(await readContacts()).toEqual(before);
});

it('with the address of another one have its mail, and that one is gone where nothing is left of it', async () => {
  await arrive('p1@x.example', 'Pia <p2@x.example>');
  await saveContact({ ...details('Pat', 'p3@x.example'), phones: ['1'] });
  await arrive('p3@x.example');
  const before = await readContacts();
  const one = before.find(({ addresses }) => addresses.includes('p1@x.example'));
  const all = details('', 'p1@x.example', 'P2@x.example', 'p3@x.example');
  const { change } = await saveContact(all, one?.id);
  expect(await readContacts()).toMatchObject([
    { addresses: ['p1@x.example', 'p2@x.example', 'p3@x.example'], messages: 3, last: Date.UTC(2026, 0, 3) },
    { name: 'Pat', addresses: [], phones: ['1'], messages: 0, last: null },
  ]);
  await restoreContacts(change);
  expect(await readContacts()).toEqual(before);
  const { change: again } = await saveContact(all, one?.id);
  await arrive('p2@x.example');
  await restoreContacts(again);
  expect((await readContacts()).map(({ messages }) => messages)).toEqual([2, 1, 1]);
});

it('have names that turn no letters, whoever wrote them', async () => {
  await saveContact(details('\u202eevil ', 'bo@x.example'));
  expect(await told()).toEqual([['evil', ['bo@x.example'], 0]]);
});

it('mail that came before a change is taken back counts, whichever contact it was counted for', async () => {
  await arrive('Bo <bo@x.example>', 'Cy <cy@y.example>');
  const [bo, cy] = await readContacts();
  const { change } = await saveContact(details('Bosse', 'bo@x.example'), bo?.id);
  await arrive('Bo <bo@x.example>');
  await restoreContacts(change);
  expect(await readContacts()).toMatchObject([
    { name: 'Bo', messages: 2, last: Date.UTC(2026, 0, 3) },
    { name: 'Cy', messages: 1, last: Date.UTC(2026, 0, 2) },
  ]);
  // Gathered anew while it was away, it is one with what was; and whoever has its number stays.
  const gone = await deleteContact(cy?.id ?? 0);
  await arrive('Dee <dee@z.example>', 'C. <cy@y.example>');
  await restoreContacts(gone);
  expect(await told()).toEqual([
    ['Bo', ['bo@x.example'], 2],
    ['Cy', ['cy@y.example'], 2],
    ['Dee', ['dee@z.example'], 1],
  ]);
});
