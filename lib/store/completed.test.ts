import { beforeEach, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { sha256Of, someAccount, someMessage, storeMail, turnABit } from '@/e2e/support/storedMail';
import { summarise } from '@/lib/mail/summarise';
import { addAccount, getAccount, updateAccount } from './accounts';
import { type ArrivedMessage, commitBatch, completeMessages } from './batches';
import { checkStored, readDamage } from './damage';
import { tx } from './database';
import { takeLead } from './leadership';
import { readLedger, settleMessages } from './ledger';
import { listMessages } from './lists';
import { freeBodies, setOffline } from './offline';
import { compactPacks } from './packs';
import { rawMessage } from './raw';
import { removeMessages } from './removal';

/** Messages of which only the header came at first: what becomes of row, record and octets when the whole one comes. */

const now = Date.UTC(2026, 0, 15);
const later = now + 60_000;
let epoch: number;

const whole = (uidl: string) => Buffer.from(someMessage(uidl, `The whole of ${uidl}.\r\n`.repeat(50)));
const header = (uidl: string) => whole(uidl).subarray(0, whole(uidl).indexOf('\r\n\r\n') + 4);

/** A pack of these octets, and what the batch says of them. */
async function batch(uidls: readonly string[], octetsOf: (uidl: string) => Buffer, headerOf?: number) {
  const parts = uidls.map(octetsOf);
  let offset = 0;
  const messages: ArrivedMessage[] = [];
  for (const [index, uidl] of uidls.entries()) {
    const bytes = parts[index] ?? Buffer.alloc(0);
    messages.push({
      ...{ uidl, sha256: sha256Of(bytes), offset, size: bytes.length },
      ...{ summary: await summarise(bytes, true), ...(headerOf !== undefined && { headerOf }) },
    });
    offset += bytes.length;
  }
  return { pack: new Uint8Array(Buffer.concat(parts)).buffer, messages };
}

const headersCame = async (...uidls: string[]) => {
  const { pack, messages } = await batch(uidls, header, 9_000);
  await commitBatch(epoch, 'ada', pack, messages, now);
};
const wholeCame = async (...uidls: string[]) => {
  const { pack, messages } = await batch(uidls, whole);
  await completeMessages(epoch, 'ada', pack, messages, later);
};
const rowOf = async (uidl: string) => (await listMessages('inbox', 0, 9)).find((row) => row.uidl === uidl);
const octetsOf = async (uidl: string) => {
  const row = await rowOf(uidl);
  if (!row) throw new Error(`no row for ${uidl}`);
  return Buffer.from(await rawMessage(row));
};
const octetsStored = () =>
  tx(['packs'], 'readonly', async (t) => {
    const packs = await t.objectStore('packs').getAll();
    return packs.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  });

beforeEach(async () => {
  await emptyStore();
  epoch = await takeLead();
  await addAccount(someAccount('ada'));
});

it('the ledger keeps in step: who was removed here stays removed, and nobody else is', async () => {
  await headersCame('a', 'b', 'c');
  await removeMessages([(await rowOf('b'))?.id ?? 0], later);
  await wholeCame('a');
  const ledger = await readLedger('ada');
  expect(['a', 'b', 'c'].map((uidl) => ledger.get(uidl)?.removed)).toEqual([0, later, 0]);
  expect(['a', 'b', 'c'].map((uidl) => ledger.get(uidl)?.headers)).toEqual([false, true, true]);
});

it('one that was removed here while the whole of it was on its way stays removed', async () => {
  await headersCame('a', 'b');
  await removeMessages([(await rowOf('a'))?.id ?? 0], later);
  await wholeCame('a', 'b');
  expect(await rowOf('a')).toBeUndefined();
  expect((await readLedger('ada')).get('a')).toMatchObject({ removed: later, headers: false });
});

it('octets that nobody needs any more are given back, and the whole ones stay', async () => {
  await headersCame('a', 'b', 'c');
  await removeMessages([(await rowOf('c'))?.id ?? 0], later);
  await wholeCame('a', 'b', 'c');
  await compactPacks(epoch, 'ada');
  // The pack of the headers is gone; a third of the other one is dead, which is not worth its rewriting.
  expect(await octetsStored()).toBe(whole('a').length * 3);
  for (const uidl of ['a', 'b']) expect(await octetsOf(uidl)).toEqual(whole(uidl));
});

it('a batch of everything: headers, what was freed or damaged, who was removed meanwhile, a stranger under a known name', async () => {
  await headersCame('header', 'gone', 'late');
  const bodies = ['damaged', 'freed', 'renamed', 'beside'];
  await storeMail(epoch, 'ada', Object.fromEntries(bodies.map((uidl) => [uidl, whole(uidl)])), now);
  await settleMessages(epoch, 'ada', new Set(bodies));
  await setOffline('inbox', 30);
  await updateAccount('ada', { keepsRetrieved: true });
  const listed = new Map(['freed', 'renamed'].map((uidl) => [uidl, whole(uidl).length]));
  expect(await freeBodies(epoch, 'ada', listed, now + 90 * 86_400_000)).toBe(2);
  await removeMessages([(await rowOf('gone'))?.id ?? 0], later);
  await turnABit((await rowOf('damaged')) ?? { pack: 0, offset: 0 });
  while (await checkStored(epoch, now)) {}
  expect((await readDamage()).map(({ record }) => record.uidl)).toEqual(['damaged']);
  const asked = ['header', 'renamed', 'gone', 'damaged', 'freed'];
  await updateAccount('ada', { wholeWanted: [...asked, 'late'] });
  const kept = ['late', 'beside', 'renamed'];
  const before = await Promise.all(kept.map(rowOf));

  const { pack, messages } = await batch(asked, (uidl) => whole(uidl === 'renamed' ? 'a stranger' : uidl));
  const stored = await completeMessages(epoch, 'ada', pack, messages, later);

  expect(stored, 'what may be named in a receipt').toEqual(asked.filter((uidl) => uidl !== 'renamed'));
  expect(await Promise.all(kept.map(rowOf))).toEqual(before);
  expect(await rowOf('gone')).toBeUndefined();
  expect(await readDamage()).toEqual([]);
  expect((await getAccount('ada'))?.wholeWanted, 'who came is not asked for again').toEqual(['late']);
  const ledger = await readLedger('ada');
  expect([...ledger.keys()].sort()).toEqual([...bodies, 'gone', 'header', 'late'].sort());
  const onlyHeaders = [...ledger.values()].filter(({ headers }) => headers);
  expect(onlyHeaders.map(({ uidl }) => uidl).sort()).toEqual(['late', 'renamed']);
  expect(ledger.get('renamed')).toMatchObject({ freed: true, sha256: sha256Of(whole('renamed')) });
  expect(ledger.get('gone')?.removed).toBe(later);

  // Before what is dead was given back, and after.
  for (const compact of [false, true]) {
    if (compact) await compactPacks(epoch, 'ada');
    for (const uidl of ['header', 'damaged', 'freed', 'beside'])
      expect(await octetsOf(uidl)).toEqual(whole(uidl));
    for (const uidl of ['late', 'renamed']) expect(await octetsOf(uidl)).toEqual(header(uidl));
  }
});
