import { beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { sha256Of, someAccount, someMessage, storeMail } from '@/e2e/support/storedMail';
import { summarise } from '@/lib/mail/summarise';
import { leaderStore } from '@/lib/sync/accountStore';
import { dueDeletions } from '@/lib/sync/policy';
import { addAccount, getAccount, updateAccount } from './accounts';
import { completeMessages } from './batches';
import { accountCounters } from './counters';
import { tx } from './database';
import { leaveEverything, readDeletions, wantDeletion } from './deletions';
import { StorageFull } from './errors';
import { takeLead } from './leadership';
import { knownMessages, noteFindings, readLedger, settleMessages } from './ledger';
import { listMessages } from './lists';
import { changeMessages } from './marks';
import { getMessage } from './messages';
import { freeBodies, previewOffline, setOffline } from './offline';
import { compactPacks } from './packs';
import { rawMessage } from './raw';
import type { AccountRecord } from './records/account';

/** "Keep offline for": what is freed, what never is, and how it comes back. Mail is of 1 January, and stored on the 15th. */

const day = 86_400_000;
const stored = Date.UTC(2026, 0, 15);
const now = Date.UTC(2026, 2, 1);
const text = (uidl: string) => someMessage(uidl, `The body of ${uidl}.\r\n`.repeat(60));
const headerOctets = (uidl: string) => text(uidl).indexOf('\r\n\r\n') + 4;
let epoch: number;

async function mail(...uidls: string[]): Promise<void> {
  await storeMail(epoch, 'ada', Object.fromEntries(uidls.map((uidl) => [uidl, text(uidl)])), stored);
  await settleMessages(epoch, 'ada', new Set((await knownMessages('ada')).stored));
}
const row = async (uidl: string) => {
  const found = (await listMessages('inbox', 0, 99)).find((each) => each.uidl === uidl);
  if (!found) throw new Error(`no row for ${uidl}`);
  return found;
};
const sure = (...uidls: string[]) => new Map(uidls.map((uidl) => [uidl, text(uidl).length]));
const free = (...uidls: string[]) => freeBodies(epoch, 'ada', sure(...uidls), now);
const bytesOf = async (uidl: string) => Buffer.from(await rawMessage(await row(uidl))).toString('latin1');
const octetsStored = () =>
  tx(['packs'], 'readonly', async (t) => {
    const packs = await t.objectStore('packs').getAll();
    return packs.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  });
const account = (change: Partial<AccountRecord>) => updateAccount('ada', change);

beforeEach(async () => {
  await emptyStore();
  epoch = await takeLead();
  await addAccount(someAccount('ada', { keepsRetrieved: true }));
  await setOffline('inbox', 30);
});

describe('freed', () => {
  it('header, row, folder and marks stay, counters too; the octets come back with the next compaction', async () => {
    await mail('a', 'b');
    await changeMessages([(await row('a')).id], { unread: false });
    const before = { counters: await accountCounters(), row: await row('a'), octets: await octetsStored() };
    expect(await previewOffline('inbox', 30, now)).toEqual({
      freed: { messages: 2, octets: text('a').length * 2 },
      whole: [],
    });
    expect(await free('a', 'b')).toBe(2);
    const header = text('a').slice(0, headerOctets('a'));
    expect(await bytesOf('a')).toBe(header);
    expect(await row('a')).toEqual({
      ...before.row,
      size: header.length,
      sha256: sha256Of(header),
      headerOf: text('a').length,
    });
    expect(await accountCounters()).toEqual(before.counters);
    await compactPacks(epoch, 'ada');
    expect(await octetsStored()).toBe(headerOctets('a') + headerOctets('b'));
    expect(await bytesOf('b')).toBe(text('b').slice(0, headerOctets('b')));
    expect((await knownMessages('ada')).stored).toEqual(new Set(['a', 'b']));
    expect(await free('a', 'b'), 'once').toBe(0);
  });

  it('some of a batch: the ledger has those among the headers, and the others as before', async () => {
    await mail('a', 'b', 'c');
    const before = await readLedger('ada');
    expect(await free('b')).toBe(1);
    const after = await readLedger('ada');
    expect(after.get('b')).toEqual({ ...before.get('b'), headers: true, freed: true });
    for (const uidl of ['a', 'c']) expect(after.get(uidl)).toEqual(before.get(uidl));
    for (const uidl of ['a', 'c']) expect(await bytesOf(uidl)).toBe(text(uidl));
  });

  it('comes whole again in its place, and stays so for as long as new mail does', async () => {
    await mail('a', 'b');
    await free('a');
    const bytes = Buffer.from(text('a'));
    const summary = await summarise(bytes, true);
    const arrived = { uidl: 'a', sha256: sha256Of(bytes), offset: 0, size: bytes.length, summary, listed: 0 };
    await completeMessages(epoch, 'ada', new Uint8Array(bytes).buffer, [arrived], now);
    expect(await bytesOf('a')).toBe(text('a'));
    expect((await row('a')).headerOf).toBeUndefined();
    await settleMessages(epoch, 'ada', new Set(['a']));
    expect(await freeBodies(epoch, 'ada', sure('a'), now + 29 * day)).toBe(0);
    expect(await freeBodies(epoch, 'ada', sure('a'), now + 30 * day)).toBe(1);
  });

  it('another message that has its name on the server now does not take its place', async () => {
    await mail('a');
    await free('a');
    const before = await row('a');
    await account({ wholeWanted: ['a'] });
    const bytes = Buffer.from(text('somebody else’s'));
    const summary = await summarise(bytes, true);
    const other = { uidl: 'a', sha256: sha256Of(bytes), offset: 0, size: bytes.length, summary };
    const batch = [{ ...other, fingerprint: 'of another' }];
    await completeMessages(epoch, 'ada', new Uint8Array(bytes).buffer, batch, now);
    expect(await row('a')).toEqual(before);
    expect((await getAccount('ada'))?.wholeWanted, 'and is not asked for for ever').toEqual([]);
  });

  it('broken off in the middle nothing is freed, and no other worker than the leader does it', async () => {
    await mail('a', 'b');
    const { put } = IDBObjectStore.prototype;
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...args
    ) {
      // Records are headers already, and the ledger does not know yet.
      if (this.name === 'ledger') throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, args);
    });
    await expect(free('a', 'b')).rejects.toThrow(StorageFull);
    full.mockRestore();
    for (const uidl of ['a', 'b']) expect(await bytesOf(uidl)).toBe(text(uidl));
    expect(await tx(['dead'], 'readonly', (t) => t.objectStore('dead').count())).toBe(0);
    await takeLead();
    await expect(free('a', 'b')).rejects.toThrow('another worker leads');
  });
});

describe('never freed', () => {
  const asIs = sure('a');
  const nothing = async () => {};
  it.each<[string, () => Promise<unknown>, Map<string, number>]>([
    ['not in the listing', nothing, new Map()],
    ['listed with another size: perhaps another message', nothing, new Map([['a', 7]])],
    [
      'gone from the server',
      () => noteFindings(epoch, 'ada', { absent: new Set(['a']), back: new Set(), listed: 0, at: stored }),
      asIs,
    ],
    ['to leave the server', async () => wantDeletion([await row('a')], 'chosen', stored), asIs],
    ['starred', async () => changeMessages([(await row('a')).id], { starred: true }), asIs],
    [
      'in a folder that is kept for good',
      async () => changeMessages([(await row('a')).id], { folder: 'archive' }),
      asIs,
    ],
    ['its server was not seen to keep mail', () => account({ keepsRetrieved: false }), asIs],
    ['its server removes mail by itself', () => account({ removesItself: true }), asIs],
    [
      'its listings contradict what is known',
      () => account({ quarantine: { oddity: 'shorter', since: 0, times: 1, listed: 1, expected: 9 } }),
      asIs,
    ],
    [
      'its account deletes from the server',
      () => account({ policy: { ...leaveEverything, remove: { kind: 'newest', messages: 500 } } }),
      asIs,
    ],
    ['young', () => setOffline('inbox', 90), asIs],
    [
      'damaged here: what is left is to be looked at',
      () =>
        tx(['packs'], 'readwrite', (t) =>
          t.objectStore('packs').put({ id: 1, account: 'ada', bytes: new ArrayBuffer(9_999) }),
        ),
      asIs,
    ],
  ])('%s', async (_, happens, listed) => {
    await mail('a');
    await happens();
    expect(await freeBodies(epoch, 'ada', listed, now)).toBe(0);
    const records = await tx(['messages'], 'readonly', (t) => t.objectStore('messages').getAll());
    expect(records.map(({ size, headerOf }) => [size, headerOf])).toEqual([[text('a').length, undefined]]);
  });

  it('unless its receipt was heard: a server may hide at QUIT what it still lists', async () => {
    await storeMail(epoch, 'ada', { a: text('a') }, stored);
    expect(await free('a')).toBe(0);
  });

  it('the numbers say why', async () => {
    await mail('a');
    await account({ policy: { ...leaveEverything, remove: { kind: 'at-once' } } });
    expect(await previewOffline('inbox', 30, now)).toEqual({
      freed: { messages: 0, octets: 0 },
      whole: [{ because: 'policy', messages: 1 }],
    });
  });
});

describe('what was freed never leaves the server', () => {
  it('whoever asks: no policy, no person, and no deletion that was asked for before', async () => {
    await mail('a', 'b');
    await free('a');
    const entry = (await readLedger('ada')).get('a');
    if (!entry) throw new Error('no entry');
    expect(await wantDeletion([await row('a')], 'chosen', now)).toBe(0);
    expect(await readDeletions('ada')).toEqual([]);
    const policy = { ...leaveEverything, remove: { kind: 'at-once' as const }, accepted: true };
    const safety = { persisted: true, lastVerifiedExportAt: null, verifiedUpTo: 0 };
    const due = dueDeletions({ policy, ledger: await readLedger('ada'), deletions: [], safety, now });
    expect(due.map((each) => each.entry.uidl)).toEqual(['b']);
    // Even asked for it by name, verification gives no proof of it.
    expect((await leaderStore(epoch).verify([entry])).size).toBe(0);
    const asHeader = { ...entry, sha256: (await row('a')).sha256 };
    expect((await leaderStore(epoch).verify([asHeader])).size).toBe(0);
  });
});

it('when the server has it no more, its record says so; back again, it does not', async () => {
  await mail('a', 'b');
  await free('a');
  const { id } = await row('a');
  await noteFindings(epoch, 'ada', { absent: new Set(['a', 'b']), back: new Set(), listed: 0, at: now });
  expect((await getMessage(id))?.wholeGone).toBe(now);
  expect((await row('b')).wholeGone).toBeUndefined();
  await noteFindings(epoch, 'ada', { absent: new Set(), back: new Set(['a']), listed: 1, at: now });
  expect((await getMessage(id))?.wholeGone).toBeUndefined();
});

it('a change asks for a whole listing; nonsense is refused', async () => {
  await account({ listedAt: stored });
  expect(await setOffline('archive', 90)).toBe(0);
  expect(await setOffline('archive', 30)).toBe(90);
  expect((await getAccount('ada'))?.listedAt).toBeNull();
  await expect(setOffline('inbox', -1)).rejects.toThrow(RangeError);
});
