import { beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { someAccount, someSummary, storeMail } from '@/e2e/support/storedMail';
import { upkeep } from '@/lib/sync/upkeep';
import { addAccount, removeAccount, updateAccount } from './accounts';
import { commitBatch } from './batches';
import { listCounter } from './counters';
import { openDatabase, tx } from './database';
import { leaveEverything, readDeletions, withdrawDeletion } from './deletions';
import { LeadershipLost, StorageFull } from './errors';
import { previewExpiry } from './expiry';
import { concludeArrivals } from './junk/arrivals';
import { readTidied } from './keeping';
import { takeLead } from './leadership';
import { knownMessages, noteFindings, readLedger } from './ledger';
import { listMessages } from './lists';
import { changeMessages } from './marks';
import { migrations } from './migrations';
import { compactPacks, sparsePacks } from './packs';
import { rawMessage } from './raw';
import { removeExpired, removeMessages, whereabouts } from './removal';
import { setRetention } from './retention';

const now = Date.UTC(2026, 0, 15);
const account = someAccount('ada');
const size = 1_000;

/** Mail of 1,000 octets each: the letter of its name, over and over. */
const bytesOf = (uidl: string) => new Uint8Array(size).fill(uidl.charCodeAt(0));
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

let epoch: number;

async function commit(...uidls: string[]): Promise<void> {
  const pack = new Uint8Array(size * uidls.length);
  const messages = await Promise.all(
    uidls.map(async (uidl, index) => {
      pack.set(bytesOf(uidl), index * size);
      const summary = someSummary(now - index, { subject: uidl });
      return { uidl, sha256: await sha256(bytesOf(uidl)), offset: index * size, size, summary };
    }),
  );
  await commitBatch(epoch, 'ada', pack.buffer, messages, now);
}

const all = () => listMessages('inbox', 0, 99);
async function idsOf(...uidls: string[]): Promise<number[]> {
  return (await all()).filter(({ uidl }) => uidls.includes(uidl)).map(({ id }) => id);
}
async function octetsStored(): Promise<number> {
  const packs = await tx(['packs'], 'readonly', (t) => t.objectStore('packs').getAll());
  return packs.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
}
async function expectAllWhole(...uidls: string[]): Promise<void> {
  const rows = await all();
  expect(rows.map(({ uidl }) => uidl).sort()).toEqual(uidls);
  for (const row of rows) expect(await sha256(await rawMessage(row))).toBe(row.sha256);
}

beforeEach(async () => {
  await emptyStore();
  epoch = await takeLead();
  await addAccount(account);
});

describe('removed for good', () => {
  it('a message is gone from list and counters, and is never retrieved again', async () => {
    await commit('a', 'b');
    expect(await removeMessages(await idsOf('a'), now + 5)).toBe(1);
    expect(await listCounter({ folder: 'inbox' })).toEqual({ total: 1, unread: 1 });
    await expectAllWhole('b');
    expect((await knownMessages('ada')).stored).toEqual(new Set(['a', 'b']));
    const ledger = await readLedger('ada');
    expect(ledger.get('a')).toMatchObject({ removed: now + 5, gone: 0 });
    expect(ledger.get('b')).toMatchObject({ removed: 0, gone: 0 });
  });

  it('its server is asked only where the policy says so, with the proof that its bytes gave', async () => {
    await commit('a', 'b');
    await removeMessages(await idsOf('a'), now);
    expect(await readDeletions('ada')).toEqual([]);
    await updateAccount('ada', { policy: { ...leaveEverything, withTrash: true } });
    await removeMessages(await idsOf('b'), now);
    expect(await readDeletions('ada')).toMatchObject([
      { uidl: 'b', reason: 'deleted', state: 'wanted', verified: { octets: size } },
    ]);
  });

  it('damaged bytes prove nothing: the message goes here and stays there', async () => {
    await commit('a');
    await updateAccount('ada', { policy: { ...leaveEverything, withTrash: true } });
    await tx(['packs'], 'readwrite', (t) =>
      t.objectStore('packs').put({ id: 1, account: 'ada', bytes: new ArrayBuffer(size) }),
    );
    expect(await removeMessages(await idsOf('a'), now)).toBe(1);
    expect(await readDeletions('ada')).toEqual([]);
  });

  it('the question before it says where each still is', async () => {
    await commit('a', 'b', 'c');
    const ids = await idsOf('a', 'b', 'c');
    expect(await whereabouts(ids)).toEqual({ onServer: 3, leaving: 0, nowhere: 0 });
    await noteFindings(epoch, 'ada', { absent: new Set(['a']), back: new Set(), listed: 2, at: now });
    expect(await whereabouts([...ids, 4711])).toEqual({ onServer: 2, leaving: 0, nowhere: 2 });
    await updateAccount('ada', { policy: { ...leaveEverything, withTrash: true } });
    expect(await whereabouts(ids)).toEqual({ onServer: 0, leaving: 2, nowhere: 1 });
  });
});

describe('compaction', () => {
  it('gives back what is dead and keeps every octet that lives', async () => {
    await commit('a', 'b', 'c', 'd');
    await commit('e', 'f', 'g', 'h');
    await commit('i');
    await removeMessages(await idsOf('a', 'c', 'd', 'e', 'f', 'h'), now);
    expect(await octetsStored()).toBe(9 * size);
    const held = await all();
    expect(await compactPacks(epoch, 'ada')).toEqual({ freed: 6 * size, damaged: [] });
    expect(await octetsStored()).toBe(3 * size);
    await expectAllWhole('b', 'g', 'i');
    // Both were so small that they share a pack now.
    expect(new Set((await all()).map(({ pack }) => pack)).size).toBe(2);
    // A tab that still holds the records of before reads the same bytes.
    for (const row of held) expect(await sha256(await rawMessage(row))).toBe(row.sha256);
    expect(await sparsePacks('ada')).toEqual([]);
    expect(await compactPacks(epoch, 'ada')).toEqual({ freed: 0, damaged: [] });
  });

  it('leaves a pack alone until more than half of it is dead', async () => {
    await commit('a', 'b', 'c', 'd');
    await removeMessages(await idsOf('a', 'b'), now);
    expect((await compactPacks(epoch, 'ada')).freed).toBe(0);
    await removeMessages(await idsOf('c'), now);
    expect((await compactPacks(epoch, 'ada')).freed).toBe(3 * size);
    await expectAllWhole('d');
  });

  it('broken off in the middle it has changed nothing, and can be done again', async () => {
    await commit('a', 'b', 'c');
    await removeMessages(await idsOf('a', 'b'), now);
    const { put } = IDBObjectStore.prototype;
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...args
    ) {
      // The messages point to their new places already.
      if (this.name === 'packs') throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, args);
    });
    await expect(compactPacks(epoch, 'ada')).rejects.toThrow(StorageFull);
    full.mockRestore();
    await expectAllWhole('c');
    expect(await octetsStored()).toBe(3 * size);
    expect((await compactPacks(epoch, 'ada')).freed).toBe(2 * size);
    await expectAllWhole('c');
  });

  it('touches no pack in which a living message is damaged', async () => {
    await commit('a', 'b', 'c');
    await removeMessages(await idsOf('a', 'b'), now);
    const bytes = new ArrayBuffer(3 * size);
    await tx(['packs'], 'readwrite', (t) => t.objectStore('packs').put({ id: 1, account: 'ada', bytes }));
    expect(await compactPacks(epoch, 'ada')).toEqual({ freed: 0, damaged: [1] });
    expect(await octetsStored()).toBe(3 * size);
  });

  it('is the leader’s alone, and nothing of a removed account is left over', async () => {
    await commit('a', 'b', 'c');
    await removeMessages(await idsOf('a', 'b'), now);
    await takeLead();
    await expect(compactPacks(epoch, 'ada')).rejects.toThrow('another worker leads');
    await removeAccount('ada');
    expect(await tx(['dead'], 'readonly', (t) => t.objectStore('dead').count())).toBe(0);
  });
});

it('mail from before packs were counted can be removed and compacted', async () => {
  await commit('a', 'b', 'c');
  const [records, packs, ledger] = await tx(['messages', 'packs', 'ledger'], 'readonly', async (t) => [
    await t.objectStore('messages').getAll(),
    await t.objectStore('packs').getAll(),
    await t.objectStore('ledger').getAll(),
  ]);
  await emptyStore();
  const old = await openDatabase('postbag', migrations.slice(0, 3));
  await old.put('accounts', account);
  for (const record of records) await old.put('messages', record);
  for (const pack of packs) await old.put('packs', pack);
  for (const row of ledger) await old.put('ledger', row);
  old.close();
  epoch = await takeLead();
  await removeMessages(await idsOf('a', 'b'), now);
  expect((await compactPacks(epoch, 'ada')).freed).toBe(2 * size);
  await expectAllWhole('c');
});

describe('upkeep', () => {
  const day = 86_400_000;
  it('empties Trash after the days that were set, and packs with it', async () => {
    await commit('a', 'b', 'c');
    await changeMessages(await idsOf('a', 'b'), { folder: 'trash' }, now);
    await upkeep(epoch, 'ada', now + 29 * day);
    expect(await listCounter({ folder: 'trash' })).toEqual({ total: 2, unread: 2 });
    expect(await setRetention('trash', { days: 0 })).toEqual({ days: 30, messages: 0 });
    await upkeep(epoch, 'ada', now + 999 * day);
    expect(await listCounter({ folder: 'trash' })).toEqual({ total: 2, unread: 2 });
    expect(await setRetention('trash', { days: 7 })).toEqual({ days: 0, messages: 0 });
    await upkeep(epoch, 'ada', now + 7 * day);
    expect(await listCounter({ folder: 'trash' })).toEqual({ total: 0, unread: 0 });
    expect(await octetsStored()).toBe(size);
    await expectAllWhole('c');
  });

  it('of Trash keeps as many as was set, of all accounts, as the preview said, and what came within a day', async () => {
    const later = now + 2 * day;
    await addAccount(someAccount('bob'));
    await commit('a', 'b', 'c');
    await storeMail(epoch, 'bob', { d: bytesOf('d') });
    const [first = 0] = await idsOf('d');
    for (const [index, uidl] of ['b', 'a', 'd', 'c'].entries())
      await changeMessages(await idsOf(uidl), { folder: 'trash' }, now + index);
    await setRetention('trash', { days: 0, messages: 2 });
    await upkeep(epoch, 'ada', now + day - 1);
    expect(await listCounter({ folder: 'trash' })).toMatchObject({ total: 4 });
    expect(await previewExpiry('trash', { days: 0, messages: 2 }, later)).toEqual({
      ...{ going: { messages: 2, octets: 2 * size }, staying: 0 },
    });
    const ids = (await listMessages('trash', 0, 9)).map(({ id }) => id);
    // One is taken back as it is going: then so many fewer are too many.
    await changeMessages([first], { folder: 'inbox' }, later);
    expect(await removeExpired(epoch, ids, 'trash', later)).toBe(1);
    expect((await listMessages('trash', 0, 9)).map(({ uidl }) => uidl).sort()).toEqual(['a', 'c']);
    await upkeep(epoch, 'ada', later);
    expect(await listCounter({ folder: 'trash' })).toMatchObject({ total: 2 });
    expect(await readTidied(9)).toMatchObject([{ place: 'trash', to: 'gone', messages: 1, octets: size }]);
    await expect(setRetention('trash', { messages: 1.5 })).rejects.toThrow(RangeError);
  });

  it('erases nothing by what was set or was so when it began, nor asks the server', async () => {
    await commit('a', 'b', 'c');
    await updateAccount('ada', { policy: { ...leaveEverything, withTrash: true } });
    const both = ['a', 'b'].map((uidl) => ({ account: 'ada', uidl }));
    const ids = await idsOf('a', 'b');
    await changeMessages(ids, { folder: 'trash' }, now);
    await withdrawDeletion(both);
    const [first = 0] = ids;
    await changeMessages([first], { folder: 'inbox' }, now);
    expect(await removeExpired(epoch, ids, 'trash', now + 30 * day)).toBe(1);
    expect(await readDeletions('ada')).toMatchObject([{ reason: 'deleted' }]);
    await changeMessages([first], { folder: 'trash' }, now);
    await withdrawDeletion(both);
    await setRetention('trash', { days: 0 });
    expect(await removeExpired(epoch, ids, 'trash', now + 30 * day)).toBe(0);
    await setRetention('trash', { days: 7 });
    await takeLead();
    await expect(removeExpired(epoch, ids, 'trash', now + 30 * day)).rejects.toThrow(LeadershipLost);
    expect(await readDeletions('ada')).toEqual([]);
    expect(await listCounter({ folder: 'trash' })).toMatchObject({ total: 1 });
  });

  it('empties Junk as well, and asks the server only for what a person put there', async () => {
    await commit('a', 'b', 'c', 'd', 'e');
    await updateAccount('ada', { policy: { ...leaveEverything, withTrash: true } });
    const [mine = 0] = await idsOf('a');
    const [filtered = 0] = await idsOf('b');
    await changeMessages([mine], { folder: 'junk' }, now);
    const verdict = {
      message: filtered,
      account: 'ada',
      verdict: 'junk',
      reason: 'words',
      score: 1,
    } as const;
    const clues = { against: [], inFavour: [] };
    // One that the filter moved was opened and left there, one nobody has seen, one is of somebody who is blocked.
    const [unseen = 0, blocked = 0] = [...(await idsOf('d')), ...(await idsOf('e'))];
    const moved = [
      { ...verdict, ...clues },
      { ...verdict, ...clues, message: unseen },
      { ...verdict, ...clues, message: blocked, reason: 'blocked' as const },
    ];
    await concludeArrivals(epoch, Math.max(filtered, unseen, blocked), moved, new Map(), now);
    await changeMessages([filtered], { unread: false }, now);
    const later = now + 30 * day;
    expect(await previewExpiry('junk', { days: 30, messages: 0 }, later - 1)).toEqual({
      ...{ going: { messages: 0, octets: 0 }, staying: 0 },
    });
    expect(await previewExpiry('junk', { days: 30, messages: 0 }, later)).toEqual({
      ...{ going: { messages: 3, octets: 3 * size }, staying: 1 },
    });
    await upkeep(epoch, 'ada', later);
    await expectAllWhole('c');
    expect(await listMessages('junk', 0, 9)).toMatchObject([{ uidl: 'd' }]);
    expect(await readTidied(9)).toMatchObject([
      { at: later, place: 'junk', to: 'gone', server: true, messages: 3, octets: 3 * size },
    ]);
    expect(await readDeletions('ada')).toMatchObject([{ uidl: 'a', reason: 'deleted' }]);
  });
});
