import { beforeEach, describe, expect, it } from 'vitest';
import { epoch, exported, freshDevice, imported, never, now, quiet } from '@/e2e/support/copiesGround';
import { sha256Of, someAccount, someMessage, storeMail } from '@/e2e/support/storedMail';
import { addAccount, listAccounts, removeAccount } from '@/lib/store/accounts';
import { everything, readStored, type Selection, selectRecords } from '@/lib/store/copies';
import { accountCounters } from '@/lib/store/counters';
import { tx } from '@/lib/store/database';
import { knownMessages, noteFindings, readLedger } from '@/lib/store/ledger';
import { changeMessages } from '@/lib/store/marks';
import { readVerifiedExport } from '@/lib/store/safety';
import { exportZip, survey } from './exportMail';
import { Import } from './importMail';
import { memorySink, pour } from './sink';
import { verifyMbox, verifyZip } from './verify';

beforeEach(freshDevice);

/** All that a person would miss, in an order that does not depend on how it came here. */
async function state() {
  const accounts = await listAccounts();
  const name = (id: string) => accounts.find((account) => account.id === id)?.name ?? '?';
  const messages = [];
  for await (const records of selectRecords(everything)) {
    for await (const group of readStored(records)) {
      for (const { record, bytes } of group) {
        const { uidl, folder, unread, starred = false, star, movedAt, date, size, envelope } = record;
        const marks = { uidl, folder, unread, starred, star, movedAt, date, size, subject: envelope.subject };
        messages.push({ account: name(record.account), hash: bytes && sha256Of(bytes), ...marks });
      }
    }
  }
  const ledger = [];
  for (const { id } of accounts) {
    for (const { id: record, ...entry } of (await readLedger(id)).values())
      ledger.push({ account: name(id), stored: record > 0, ...entry });
  }
  const counters = (await accountCounters()).map(({ account, ...counter }) => ({
    account: name(account),
    ...counter,
  }));
  const sorted = <Value>(values: Value[]) => values.map((value) => JSON.stringify(value)).sort();
  return { messages: sorted(messages), ledger: sorted(ledger), counters: sorted(counters) };
}

async function twoAccounts(): Promise<void> {
  await addAccount(someAccount('ada'));
  await addAccount(someAccount('office', { name: 'Office' }));
  const twin = someMessage('twin');
  await storeMail(epoch, 'ada', { d: someMessage('Grüße / über..'), c: twin, b: twin, a: someMessage('a') });
  await storeMail(epoch, 'office', {
    a: someMessage('office'),
    t: twin,
    binary: 'X: \r\n\r\n\0\xff\r\nFrom me\r\n',
  });
  await noteFindings(epoch, 'ada', { absent: new Set(['a']), back: new Set(), listed: 3, at: now });
  await changeMessages([4], { folder: 'trash' }, now - 1_000);
  await changeMessages([1, 2], { starred: true, unread: false }, now);
}

describe('an export', () => {
  it('brings everything back onto an empty device: bytes, folders, marks, the ledger, counters', async () => {
    await twoAccounts();
    // What was removed here and is known to the ledger alone must not come back from the server.
    await tx(['messages'], 'readwrite', (t) => t.objectStore('messages').delete(1));
    await tx(['counters'], 'readwrite', (t) =>
      t.objectStore('counters').put({ account: 'ada', folder: 'starred', total: 1, unread: 0 }),
    );
    const before = await state();
    const file = await exported();
    await freshDevice();
    const result = await imported([file]);
    expect(result).toMatchObject({
      imported: 6,
      duplicates: 0,
      accounts: ['ada', 'Office'],
      problems: { count: 0 },
    });
    const after = await state();
    expect(after.messages).toEqual(before.messages);
    expect(after.ledger.map((line) => line.replace('"stored":false', '"stored":true'))).toEqual(
      before.ledger,
    );
    expect(await listAccounts()).toMatchObject([
      { name: 'ada', key: null },
      { name: 'Office', key: null },
    ]);
    for (const { id } of await listAccounts()) {
      expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
      expect((await knownMessages(id)).stored.size).toBeGreaterThanOrEqual(3);
    }
    // A second time nothing comes twice.
    expect(await imported([file])).toMatchObject({ imported: 0, duplicates: 6, accounts: [] });
    expect(await state()).toEqual(after);
  });

  it('brings back what is missing, and nothing else, where some is there', async () => {
    await twoAccounts();
    const before = await state();
    const file = await exported();
    await removeAccount('office');
    await addAccount(someAccount('office', { name: 'Office' }));
    expect(await imported([file])).toMatchObject({ imported: 3, duplicates: 4 });
    expect((await state()).messages).toEqual(before.messages);
    expect((await state()).counters).toEqual(before.counters);
  });

  it('holds no password and no key', async () => {
    await addAccount(someAccount('ada', { key: 'SECRET-KEY' }));
    await storeMail(epoch, 'ada', { a: someMessage('a') });
    expect(await (await exported()).text()).not.toContain('SECRET-KEY');
  });

  it('of a part holds that part, and does not claim what else is known', async () => {
    await twoAccounts();
    const part: Selection = { ...everything, accounts: ['ada'], views: ['inbox'] };
    expect(await survey(part)).toMatchObject({ messages: 3 });
    const file = await exported('zip', part);
    await freshDevice();
    await imported([file]);
    const [account] = await listAccounts();
    expect(account?.name).toBe('ada');
    expect([...(await knownMessages(account?.id ?? '')).stored].sort()).toEqual(['a', 'b', 'c']);
  });

  it('as an mbox has the same octets', async () => {
    await twoAccounts();
    const file = await exported('mbox');
    expect(await verifyMbox(file, quiet, never)).toMatchObject({
      messages: 7,
      verified: 7,
      alsoHere: 7,
      counts: false,
    });
    const hashes = async () => {
      const found = [];
      for await (const records of selectRecords(everything))
        found.push(...records.map(({ sha256 }) => sha256));
      return [...new Set(found)].sort();
    };
    const before = await hashes();
    await freshDevice();
    expect(await imported([file])).toMatchObject({ imported: 5, duplicates: 2, accounts: ['Imported'] });
    expect(await hashes()).toEqual(before);
    expect(await listAccounts()).toMatchObject([{ local: true, key: null }]);
  });

  it('leaves out what is damaged, and says so', async () => {
    await twoAccounts();
    await damagePack();
    const { stream, result } = exportZip(everything, now, quiet);
    await pour(stream, memorySink(), never);
    expect(result).toMatchObject({ messages: 6, damaged: 1 });
  });
});

async function damagePack(): Promise<void> {
  await tx(['packs'], 'readwrite', async (t) => {
    const pack = await t.objectStore('packs').get(1);
    if (!pack) throw new Error('no pack');
    new Uint8Array(pack.bytes)[3] = 0;
    await t.objectStore('packs').put(pack);
  });
}

describe('verifying', () => {
  it('finds a whole export whole, and writes it down', async () => {
    await twoAccounts();
    const file = await exported();
    const found = await verifyZip(file, now + 5, quiet, never);
    expect(found).toMatchObject({
      messages: 7,
      verified: 7,
      alsoHere: 7,
      notInIt: 0,
      newer: 0,
      counts: true,
    });
    expect(await readVerifiedExport()).toMatchObject({ value: now, verifiedAt: now + 5, messages: 7 });
    // What came later is not in it, and the export still counts for what it holds.
    await storeMail(epoch, 'ada', { z: someMessage('later') }, now + 10);
    expect(await verifyZip(file, now + 20, quiet, never)).toMatchObject({ newer: 1, counts: true });
  });

  it('says which messages are damaged, and does not count the export', async () => {
    await twoAccounts();
    const bytes = new Uint8Array(await (await exported()).arrayBuffer());
    const at = Buffer.from(bytes).indexOf('Subject: office');
    bytes[at + 9] = 0x4f;
    const found = await verifyZip(new File([bytes], 'x.zip'), now, quiet, never);
    expect(found).toMatchObject({ messages: 7, verified: 6, damaged: { count: 1 }, counts: false });
    expect(found.damaged.names[0]).toMatch(/^office@lindgren\.example\/inbox\/2026-01-01 office \d+\.eml$/);
    expect(await readVerifiedExport()).toBeUndefined();
  });

  it('refuses one that is cut', async () => {
    await twoAccounts();
    const file = await exported();
    for (const size of [file.size - 1, file.size - 30, file.size >> 1, 10])
      await expect(verifyZip(file.slice(0, size), now, quiet, never)).rejects.toMatchObject({
        code: 'broken_zip',
      });
  });

  it('does not count an export of a part, or one that lacks what is here', async () => {
    await twoAccounts();
    const part = await exported('zip', { ...everything, views: ['inbox'] });
    expect(await verifyZip(part, now, quiet, never)).toMatchObject({
      verified: 6,
      notInIt: 1,
      counts: false,
    });
    const whole = await exported();
    // Older than the export by its ledger, and not in it: the export is of another device.
    await storeMail(epoch, 'ada', { z: someMessage('elsewhere') }, now - 10);
    expect(await verifyZip(whole, now, quiet, never)).toMatchObject({
      verified: 7,
      notInIt: 1,
      counts: false,
    });
  });
});

it('mail of other programs goes where one chose, once, with the line ends of the wire', async () => {
  await addAccount(someAccount('ada'));
  await storeMail(epoch, 'ada', { a: someMessage('a') });
  const unix = (text: string) => text.replaceAll('\r\n', '\n');
  const files = [
    new File([unix(someMessage('a'))], 'a.eml'),
    new File([someMessage('new')], 'new'),
    new File([`From x@y Thu Jan  1 10:00:00 2026\n${unix(someMessage('new'))}\n`], 'Inbox'),
    new File(['nothing of the kind\n'], 'letter.txt'),
  ];
  expect(await imported(files, { kind: 'account', id: 'ada' })).toMatchObject({
    ...{ imported: 1, duplicates: 2, accounts: [] },
    problems: { count: 1, list: [{ name: 'letter.txt', code: 'unknown_format' }] },
  });
  // The server is not told to have had it: the ledger knows nothing of it.
  expect((await knownMessages('ada')).stored).toEqual(new Set(['a']));
});

it('of two imports of the same mail, stopped in between, all is here once', async () => {
  await twoAccounts();
  const before = await state();
  const file = await exported();
  await freshDevice();
  const stop = new AbortController();
  const half = new Import(
    { files: [file], elsewhere: { kind: 'recreate' }, localName: 'x' },
    now,
    ({ done }) => done === 5 && stop.abort(),
    stop.signal,
  );
  await expect(half.run()).rejects.toThrow();
  expect(half.result.imported).toBe(5);
  await imported([file]);
  expect((await state()).messages).toEqual(before.messages);
});
