import fc from 'fast-check';
import { expect, it } from 'vitest';
import { leaveEverything } from '@/lib/store/deletions';
import type { Policy } from '@/lib/store/records/account';
import { delays, deletes, draftOf, policyOf, sizes, whole } from './policyDraft';

it('a policy survives the form', () => {
  const remove = fc.oneof(
    fc.constantFrom<Policy['remove']>({ kind: 'never' }, { kind: 'at-once' }),
    fc.integer({ min: 1, max: 36_500 }).map((days): Policy['remove'] => ({ kind: 'age', days })),
    fc
      .integer({ min: 1, max: 1_000_000 })
      .map((messages): Policy['remove'] => ({ kind: 'newest', messages })),
    fc
      .integer({ min: 1, max: 99_999 })
      .map((n): Policy['remove'] => ({ kind: 'octets', octets: n * 1_000_000 })),
  );
  const policy = fc.record<Policy>({
    remove,
    withTrash: fc.boolean(),
    maxOctets: fc.constantFrom(...sizes).map((size) => (size === 'none' ? null : Number(size) * 1_000_000)),
    dryRun: fc.boolean(),
    delay: fc.constantFrom(...delays).map((minutes) => Number(minutes) * 60_000),
    since: fc.nat(),
    accepted: fc.boolean(),
  });
  fc.assert(
    fc.property(policy, (given) => {
      expect(policyOf(draftOf(given), given.since)).toEqual({ policy: given });
    }),
  );
});

it.each(['', '0', '-1', '1.5', '1e3', 'ten', '99999999999'])('%j is no number of days', (days) => {
  expect(policyOf({ ...draftOf(), rule: 'age', days }, 0)).toEqual({ problem: 'days' });
  // A field that the rule does not look at may hold anything.
  expect(policyOf({ ...draftOf(), rule: 'at-once', days }, 0)).toMatchObject({
    policy: { remove: { kind: 'at-once' } },
  });
});

it('a number may have spaces around it', () => {
  expect(whole(' 7 ', 1, 9)).toBe(7);
  expect(whole('10', 1, 9)).toBeNull();
});

it.each([
  ['never', false, false],
  ['never', true, true],
  ['age', false, true],
] as const)('%s, with Trash %s: deletes %s', (rule, withTrash, expected) => {
  expect(deletes({ rule, withTrash })).toBe(expected);
  expect(deletes(draftOf(leaveEverything))).toBe(false);
});
