import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { amid } from '@/e2e/support/amid';
import { proofOf } from '@/e2e/support/bridgeRoutes';
import { emptyStore } from '@/e2e/support/emptyStore';
import { someAccount, someSummary } from '@/e2e/support/storedMail';
import { addAccount, removeAccount } from './accounts';
import { commitBatch } from './batches';
import { leaveEverything, readDeletions, readJournal, wantDeletion, withdrawDeletion } from './deletions';
import { LeadershipLost } from './errors';
import { takeLead } from './leadership';
import { noteFindings, readLedger, renameMessages } from './ledger';
import { listMessages } from './lists';
import { changeMessages } from './marks';
import type { Policy } from './records/account';
import { removeMessages } from './removal';
import type { MessageRecord } from './schema';
import { noteOutcomes, noteSending, type Sending } from './sending';

const now = Date.UTC(2026, 0, 15);
const minute = 60_000;

const account = someAccount('ada');
const withTrash: Policy = { ...leaveEverything, withTrash: true, delay: minute };

const text = (uidl: string) => `Message-ID: <${uidl}>\r\nSubject: ${uidl}\r\n\r\nbody\r\n`;

let epoch: number;

/** Stores one message for each UIDL, the newest first. */
async function store(...uidls: string[]): Promise<void> {
  const all = uidls.map((uidl) => Buffer.from(text(uidl)));
  let at = 0;
  const messages = uidls.map((uidl, index) => {
    const bytes = all[index] ?? Buffer.alloc(0);
    const offset = at;
    at += bytes.length;
    return {
      uidl,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      offset,
      size: bytes.length,
      listed: bytes.length,
      fingerprint: `print of ${uidl}`,
      summary: someSummary(now - index, { from: [{ name: 'Astrid', address: 'a@b' }], subject: uidl }),
    };
  });
  await commitBatch(epoch, 'ada', Uint8Array.from(Buffer.concat(all)).buffer, messages, now);
}

const rows = () => listMessages('inbox', 0, 100);
const row = async (uidl: string): Promise<MessageRecord> => {
  const found = (await rows()).find((message) => message.uidl === uidl);
  if (!found) throw new Error(`no ${uidl}`);
  return found;
};
/** What a session is to delete: these, verified. */
async function sending(uidls: readonly string[], change: Partial<Sending> = {}): Promise<Sending> {
  const named = await Promise.all(
    uidls.map(async (uidl) => ({ entry: await row(uidl), reason: 'trash' as const })),
  );
  const proofs = new Map(uidls.map((uidl) => [uidl, proofOf(uidl, Buffer.from(text(uidl)))]));
  return { policy: withTrash, named, proofs, ...change };
}
const send = async (at: number, ...uidls: string[]) => noteSending(epoch, 'ada', await sending(uidls), at);
const states = async () =>
  Object.fromEntries((await readDeletions('ada')).map(({ uidl, state, kept }) => [uidl, kept ?? state]));

beforeEach(async () => {
  await emptyStore();
  epoch = await takeLead();
  await addAccount({ ...account, policy: withTrash });
});

describe('a deletion that somebody asks for', () => {
  it('waits for the policy’s delay, and can be taken back', async () => {
    await store('b', 'a');
    expect(await wantDeletion(await rows(), 'trash', now)).toBe(2);
    expect((await readDeletions('ada')).map(({ notBefore }) => notBefore)).toEqual([
      now + minute,
      now + minute,
    ]);
    expect(await withdrawDeletion([await row('a')])).toBe(1);
    expect(await states()).toEqual({ b: 'wanted' });
  });

  it('by a move to Trash counts only where the policy says so', async () => {
    await addAccount(account);
    await store('a');
    expect(await wantDeletion(await rows(), 'trash', now)).toBe(0);
    expect(await wantDeletion(await rows(), 'chosen', now)).toBe(1);
  });

  it('never counts for a message of which only the header is here', async () => {
    await store('a');
    const header = { ...(await row('a')), headerOf: 5_000_000 };
    expect(await wantDeletion([header], 'chosen', now)).toBe(0);
    expect(await states()).toEqual({});
  });

  it('is verified at once where the bytes are about to leave this device', async () => {
    await store('a');
    await removeMessages([(await row('a')).id], now);
    const [deletion] = await readDeletions('ada');
    const { uidl: _, ...proof } = proofOf('a', Buffer.from(text('a')));
    expect(deletion?.verified).toEqual(proof);
    expect(deletion?.envelope).toEqual({ subject: 'a', from: 'Astrid' });
  });

  it('is not asked for any more by a move to Trash that was undone in the moment after it', async () => {
    await store('a');
    const { id } = await row('a');
    await amid(
      () => changeMessages([id], { folder: 'trash' }),
      () => changeMessages([id], { folder: 'inbox' }),
    );
    expect(await states()).toEqual({});
  });

  it('cannot be taken back once it was sent, nor be asked for a second time', async () => {
    await store('a');
    await wantDeletion(await rows(), 'trash', now);
    await send(now + minute, 'a');
    expect(await withdrawDeletion(await rows())).toBe(0);
    await wantDeletion(await rows(), 'chosen', now + minute);
    expect(await readDeletions('ada')).toMatchObject([{ state: 'sent', reason: 'trash' }]);
  });
});

describe('what is written down as sent', () => {
  beforeEach(async () => {
    await store('b', 'a');
    await wantDeletion(await rows(), 'trash', now);
  });

  it('is what was asked for, with its proof', async () => {
    const sent = await send(now + minute, 'a', 'b');
    expect([...(sent ?? [])].map(([uidl]) => uidl)).toEqual(['a', 'b']);
    expect(sent?.get('a')).toEqual(proofOf('a', Buffer.from(text('a'))));
    expect(await states()).toEqual({ a: 'sent', b: 'sent' });
  });

  it('is nothing that was taken back since, or asked for anew', async () => {
    await withdrawDeletion([await row('a')]);
    await wantDeletion([await row('b')], 'trash', now + 5);
    expect(await send(now + minute, 'a', 'b')).toEqual(new Map());
    expect(await states()).toEqual({ b: 'wanted' });
  });

  it.each<[string, Policy]>([
    ['not with Trash', { ...withTrash, withTrash: false }],
    ['a dry run', { ...withTrash, dryRun: true }],
    ['later', { ...withTrash, delay: 2 * minute }],
  ])('is nothing when the policy is another by now: %s', async (_, policy) => {
    await addAccount({ ...account, policy });
    expect(await send(now + minute, 'a', 'b')).toBeNull();
    expect(await states()).toEqual({ a: 'wanted', b: 'wanted' });
  });

  it('is nothing of which the bytes have left this device meanwhile, unless they were verified for it', async () => {
    await withdrawDeletion(await rows());
    const named = (await sending(['a', 'b'])).named.map(({ entry }) => ({
      entry,
      reason: 'at-once' as const,
    }));
    const given = await sending(['a', 'b'], { named });
    await addAccount(account);
    await removeMessages([(await row('a')).id], now);
    await addAccount({ ...account, policy: withTrash });
    const sent = await noteSending(epoch, 'ada', given, now);
    expect([...(sent?.keys() ?? [])]).toEqual(['b']);
    expect(await states()).toEqual({ b: 'sent' });
  });

  it('stays here until a listing tells, whoever deletes it for good', async () => {
    await send(now + minute, 'a');
    const ids = (await rows()).map(({ id }) => id);
    expect(await removeMessages(ids, now + minute)).toBe(1);
    expect((await rows()).map(({ uidl }) => uidl)).toEqual(['a']);
    expect(await states()).toEqual({ a: 'sent', b: 'wanted' });
    await noteFindings(epoch, 'ada', {
      absent: new Set(['a']),
      back: new Set(),
      listed: 1,
      at: now + minute,
    });
    expect(await removeMessages(ids, now + minute)).toBe(1);
    expect(await rows()).toEqual([]);
  });
});

describe('the outcome of a session', () => {
  it('moves each message to where it belongs', async () => {
    const uidls = ['sent', 'gone', 'untried', 'mismatch', 'unanswered'];
    await store(...uidls);
    await wantDeletion(await rows(), 'trash', now);
    await send(now + minute, ...uidls);
    await noteOutcomes(epoch, 'ada', {
      results: [
        { uidl: 'sent', outcome: 'sent', proof: 'top' },
        { uidl: 'gone', outcome: 'gone' },
        { uidl: 'untried', outcome: 'untried' },
        { uidl: 'mismatch', outcome: 'mismatch' },
      ],
    });
    expect(await states()).toEqual({
      sent: 'sent',
      gone: 'wanted',
      untried: 'wanted',
      mismatch: 'mismatch',
      unanswered: 'sent',
    });
    const tries = Object.fromEntries((await readDeletions('ada')).map((d) => [d.uidl, d.tries]));
    expect(tries).toMatchObject({ sent: 1, untried: 0 });
  });

  it('is proved by a listing that lacks the message: that goes into the journal, with what proved it', async () => {
    await store('c', 'b', 'a');
    await wantDeletion([await row('a'), await row('b')], 'trash', now);
    await send(now + minute, 'a');
    await noteOutcomes(epoch, 'ada', { results: [{ uidl: 'a', outcome: 'sent', proof: 'top' }] });
    const absent = new Set(['a', 'b']);
    expect(
      await noteFindings(epoch, 'ada', { absent, back: new Set(), listed: 1, at: now + 2 * minute }),
    ).toBe(1);
    expect(await readJournal('ada', 10)).toMatchObject([
      {
        uidl: 'a',
        sha256: (await row('a')).sha256,
        reason: 'trash',
        proof: 'top',
        sentAt: now + minute,
        confirmedAt: now + 2 * minute,
        listed: 1,
        envelope: { subject: 'a', from: 'Astrid' },
      },
    ]);
    expect(await states(), 'b went without our doing, and may come back').toEqual({ b: 'wanted' });
    const ledger = await readLedger('ada');
    expect([...ledger.values()].map(({ uidl, gone }) => [uidl, gone])).toEqual([
      ['c', 0],
      ['b', now + 2 * minute],
      ['a', now + 2 * minute],
    ]);
    expect(await rows(), 'what is stored stays').toHaveLength(3);
    await noteFindings(epoch, 'ada', { absent: new Set(), back: absent, listed: 3, at: now + 3 * minute });
    expect([...(await readLedger('ada')).values()].map(({ gone }) => gone)).toEqual([0, 0, 0]);
  });

  it('leaves alone what was only wanted, for a week, and at a server that keeps mail', async () => {
    const day = 86_400_000;
    const lacks = (at: number, uidl: string, wishesEnd = false) =>
      noteFindings(epoch, 'ada', { absent: new Set([uidl]), back: new Set(), listed: 1, at, wishesEnd });
    await store('c', 'b', 'a');
    await wantDeletion(await rows(), 'trash', now);
    await lacks(now, 'a');
    await lacks(now + 7 * day - 1, 'b', true);
    expect(await states()).toEqual({ a: 'wanted', c: 'wanted' });
    await lacks(now + 7 * day, 'c');
    expect(await states()).toEqual({ c: 'wanted' });
  });

  it('is not written by one who leads no more', async () => {
    await store('a');
    await wantDeletion(await rows(), 'trash', now);
    await takeLead();
    await expect(send(now + minute, 'a')).rejects.toThrow(LeadershipLost);
    expect(await states()).toEqual({ a: 'wanted' });
  });
});

it('messages get new names after a migration, in every place, and are there again', async () => {
  await store('b', 'a');
  await wantDeletion([await row('a')], 'trash', now);
  await noteFindings(epoch, 'ada', { absent: new Set(['b']), back: new Set(), listed: 1, at: now });
  await renameMessages(
    epoch,
    'ada',
    new Map([
      ['a', { uidl: 'new-a', listed: 7 }],
      ['b', { uidl: 'new-b', listed: 8 }],
    ]),
  );
  expect([...(await readLedger('ada')).values()].map((e) => [e.uidl, e.gone, e.id, e.listed])).toEqual([
    ['new-b', 0, 2, 8],
    ['new-a', 0, 1, 7],
  ]);
  expect((await rows()).map(({ uidl }) => uidl)).toEqual(['new-b', 'new-a']);
  expect(await states()).toEqual({ 'new-a': 'wanted' });
});

it('removing an account removes what was to be deleted, and its journal', async () => {
  await store('b', 'a');
  await wantDeletion(await rows(), 'trash', now);
  await send(now + minute, 'a');
  await noteFindings(epoch, 'ada', { absent: new Set(['a']), back: new Set(), listed: 1, at: now });
  await removeAccount('ada');
  expect([await readDeletions('ada'), await readJournal('ada', 9)]).toEqual([[], []]);
});
