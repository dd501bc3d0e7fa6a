import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { someLedgerEntry } from '@/e2e/support/storedMail';
import { asked, leaveEverything } from '@/lib/store/deletions';
import type { LedgerEntry } from '@/lib/store/ledger';
import type { Policy } from '@/lib/store/records/account';
import type { DeletionReason, DeletionRecord } from '@/lib/store/records/deletions';
import { dueDeletions, mayDeleteFromServer, namedByPolicy, planSpace, previewOf } from './policy';

const day = 86_400_000;
const now = 100 * day;

/** Message n is n days old, was stored n days ago, and has 10 n octets. */
const entry = (n: number, change: Partial<LedgerEntry> = {}): LedgerEntry =>
  someLedgerEntry(`u${n}`, {
    ...{ id: n, date: now - n * day, size: n * 10, listed: n * 10, storedAt: now - n * day },
    ...change,
  });
const ledgerOf = (...entries: LedgerEntry[]) => new Map(entries.map((each) => [each.uidl, each]));
const five = [1, 2, 3, 4, 5].map((n) => entry(n));
const policy = (remove: Policy['remove'], change: Partial<Policy> = {}): Policy => ({
  ...leaveEverything,
  remove,
  accepted: true,
  ...change,
});
const unsafe = { persisted: false, lastVerifiedExportAt: null, verifiedUpTo: 0 };
const uidls = (named: readonly { entry: LedgerEntry }[]) => named.map(({ entry }) => entry.uidl);

describe('a policy names, the oldest first,', () => {
  it.each<[Policy['remove'], string[]]>([
    [{ kind: 'never' }, []],
    [{ kind: 'at-once' }, ['u5', 'u4', 'u3', 'u2', 'u1']],
    [{ kind: 'age', days: 4 }, ['u5', 'u4']],
    [{ kind: 'newest', messages: 2 }, ['u5', 'u4', 'u3']],
    [{ kind: 'octets', octets: 60 }, ['u5', 'u4']],
    [{ kind: 'octets', octets: 59 }, ['u5', 'u4', 'u3']],
  ])('by %j: %j', (remove, expected) => {
    expect(uidls(namedByPolicy({ remove }, five, now))).toEqual(expected);
  });

  it('nothing that was stored a moment ago, however old it is', () => {
    const fresh = five.map((each) => ({ ...each, storedAt: now }));
    expect(namedByPolicy({ remove: { kind: 'age', days: 1 } }, fresh, now)).toEqual([]);
  });

  it('no message of which only the header is here, though it has its place among the newest', () => {
    const some = [entry(1), entry(2, { headers: true }), entry(3)];
    expect(uidls(namedByPolicy({ remove: { kind: 'newest', messages: 2 } }, some, now))).toEqual(['u3']);
    expect(uidls(namedByPolicy({ remove: { kind: 'at-once' } }, some, now))).toEqual(['u3', 'u1']);
  });

  it('no message that was removed here for good, though it is still there', () => {
    const some = [entry(1), entry(2, { removed: 9 }), entry(3)];
    expect(uidls(namedByPolicy({ remove: { kind: 'newest', messages: 2 } }, some, now))).toEqual(['u3']);
    expect(uidls(namedByPolicy({ remove: { kind: 'at-once' } }, some, now))).toEqual(['u3', 'u1']);
  });
});

const want = (n: number, reason: DeletionReason, change: Partial<DeletionRecord> = {}): DeletionRecord => ({
  ...asked('ada', `u${n}`, n, reason, now),
  ...change,
});

describe('due are', () => {
  const due = (change: Partial<Parameters<typeof dueDeletions>[0]>) =>
    uidls(
      dueDeletions({
        policy: leaveEverything,
        ledger: ledgerOf(...five),
        deletions: [],
        safety: unsafe,
        now,
        ...change,
      }),
    );

  it('what a person chose, when the delay is over, whatever the policy', () => {
    const safety = { ...unsafe, persisted: true };
    const deletions = [want(1, 'chosen'), want(2, 'chosen', { notBefore: now + 1 })];
    expect(due({ deletions, safety })).toEqual(['u1']);
  });

  it('what a person chose while the copies here are not safe, only on the word that this was read', () => {
    const deletions = [want(1, 'chosen', { accepted: true }), want(2, 'chosen')];
    expect(due({ deletions })).toEqual(['u1']);
  });

  it('what went to Trash, as long as the policy says so and the copies here are safe', () => {
    const deletions = [want(1, 'trash')];
    const withTrash = policy({ kind: 'never' }, { withTrash: true });
    expect(due({ deletions, policy: withTrash })).toEqual(['u1']);
    expect(due({ deletions })).toEqual([]);
    expect(due({ deletions, policy: { ...withTrash, accepted: false } })).toEqual([]);
    expect(due({ deletions, policy: { ...withTrash, dryRun: true } })).toEqual([]);
  });

  it('what was deleted here for good: no copy is left to be lost', () => {
    const withTrash = policy({ kind: 'never' }, { withTrash: true, accepted: false });
    const ledger = ledgerOf(entry(1, { removed: 9 }));
    expect(due({ ledger, deletions: [want(1, 'deleted')], policy: withTrash })).toEqual(['u1']);
  });

  it('what the policy names, after the time to take it back', () => {
    const atOnce = policy({ kind: 'at-once' }, { since: now - 10, delay: 10 });
    expect(due({ policy: atOnce })).toHaveLength(5);
    expect(due({ policy: { ...atOnce, since: now - 9 } })).toEqual([]);
    expect(due({ policy: { ...atOnce, dryRun: true } })).toEqual([]);
    expect(due({ policy: { ...atOnce, accepted: false } }), 'unsafe').toEqual([]);
    const persisted = { ...unsafe, persisted: true };
    expect(due({ policy: { ...atOnce, accepted: false }, safety: persisted })).toHaveLength(5);
    const exported = { ...unsafe, lastVerifiedExportAt: now - 3 * day, verifiedUpTo: 99 };
    // A file that was brought in later brings its old dates with it.
    expect(due({ policy: { ...atOnce, accepted: false }, safety: { ...exported, verifiedUpTo: 0 } })).toEqual(
      [],
    );
    expect(due({ policy: { ...atOnce, accepted: false }, safety: exported }), 'in the export').toEqual([
      'u5',
      'u4',
      'u3',
    ]);
  });

  it('neither what is sent or kept, nor what is gone, nor headers', () => {
    const ledger = ledgerOf(entry(1), entry(2), entry(3, { gone: 9 }), entry(4, { headers: true }), entry(5));
    ledger.set('postbag:x', entry(9, { uidl: 'postbag:x' }));
    const deletions = [
      { ...want(9, 'chosen'), uidl: 'postbag:x' },
      want(1, 'at-once', { state: 'sent' }),
      want(2, 'at-once', { state: 'kept', kept: 'mismatch' }),
      want(3, 'chosen'),
      want(4, 'chosen'),
      want(99, 'chosen'),
    ];
    expect(due({ ledger, deletions, policy: policy({ kind: 'at-once' }) })).toEqual(['u5']);
  });

  it('never headers or what is gone, whatever the policy, and nothing twice', () => {
    const remove = fc.oneof(
      fc.constant<Policy['remove']>({ kind: 'at-once' }),
      fc.nat(9).map((messages): Policy['remove'] => ({ kind: 'newest', messages })),
      fc.nat(500).map((octets): Policy['remove'] => ({ kind: 'octets', octets })),
      fc.nat(9).map((days): Policy['remove'] => ({ kind: 'age', days })),
    );
    const messages = fc.array(fc.record({ headers: fc.boolean(), gone: fc.constantFrom(0, 7) }), {
      maxLength: 9,
    });
    fc.assert(
      fc.property(remove, messages, (rule, changes) => {
        const ledger = ledgerOf(...changes.map((change, n) => entry(n, change)));
        const named = dueDeletions({
          policy: policy(rule),
          ledger,
          deletions: changes.map((_, n) => want(n, 'chosen')),
          safety: unsafe,
          now,
        });
        for (const { entry } of named) expect([entry.headers, entry.gone]).toEqual([false, 0]);
        expect(new Set(uidls(named)).size).toBe(named.length);
      }),
    );
  });
});

it.each([
  [unsafe, false, false],
  [unsafe, true, true],
  [{ ...unsafe, persisted: true }, false, true],
  [{ ...unsafe, lastVerifiedExportAt: 5 }, false, true],
])('mail may leave the server by itself: safety %j, accepted %s: %s', (safety, accepted, may) => {
  expect(mayDeleteFromServer(safety, accepted)).toBe(may);
});

it('a preview counts what would go, what stays for which reason, and the rest', () => {
  const ledger = ledgerOf(...five, entry(6, { headers: true, listed: 1_000 }), entry(7, { gone: 1 }));
  const deletions = [want(5, 'at-once', { state: 'kept', kept: 'mismatch' })];
  expect(previewOf(policy({ kind: 'newest', messages: 2 }), ledger, deletions, now)).toEqual({
    removed: { messages: 2, octets: 70 },
    kept: [
      { because: 'mismatch', amount: { messages: 1, octets: 50 } },
      { because: 'headers', amount: { messages: 1, octets: 1_000 } },
    ],
    staying: { messages: 4, octets: 1_080 },
  });
  expect(previewOf(leaveEverything, ledger, [], now).removed).toEqual({ messages: 0, octets: 0 });
  const damaged = previewOf(policy({ kind: 'newest', messages: 2 }), ledger, deletions, now, new Set([4]));
  expect(damaged.removed).toEqual({ messages: 1, octets: 30 });
  expect(damaged.kept).toContainEqual({ because: 'damaged', amount: { messages: 1, octets: 40 } });
});

describe('the space planner', () => {
  it('takes the largest, and no more than it needs', () => {
    const plan = planSpace(80, ledgerOf(...five), []);
    expect(plan).toMatchObject({ octets: 90, enough: true });
    expect(plan.messages.map(({ uidl }) => uidl)).toEqual(['u5', 'u4']);
  });

  it('says when there is not enough, and leaves out what may not go', () => {
    const ledger = ledgerOf(entry(1), entry(2, { headers: true }), entry(3, { gone: 1 }), entry(4));
    const plan = planSpace(1_000, ledger, [want(4, 'at-once', { state: 'kept', kept: 'damaged' })]);
    expect(plan).toMatchObject({ octets: 10, enough: false });
    const others = ledgerOf(entry(1), entry(2, { removed: 3 }), entry(3));
    expect(planSpace(1_000, others, [], new Set([3]))).toMatchObject({ octets: 10, enough: false });
  });
});
