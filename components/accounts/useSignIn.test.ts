import { expect, test } from 'vitest';
import { expectedOf } from './useSignIn';

const entry = (uidl: string, change: { listed?: number; storedAt?: number; gone?: number } = {}) => ({
  uidl,
  listed: 100,
  storedAt: 0,
  gone: 0,
  ...change,
});
const account = { host: 'pop.example.org', username: 'ada' };

test('a new password alone is for the same maildrop: nothing is compared', () => {
  const values = { host: 'POP.example.org', username: 'ada' };
  expect(expectedOf(account, values, [entry('a')])).toEqual([]);
});

test.each([{ host: 'pop.example.net' }, { username: 'bob' }])(
  '%j is compared by what should be there',
  (change) => {
    const ledger = [
      entry('old', { storedAt: 1 }),
      entry('deleted', { storedAt: 9, gone: 5 }),
      entry('never listed', { storedAt: 9, listed: -1 }),
      entry('new', { storedAt: 2, listed: 7 }),
    ];
    expect(expectedOf(account, { ...account, ...change }, ledger)).toEqual([
      { uidl: 'new', octets: 7 },
      { uidl: 'old', octets: 100 },
    ]);
  },
);

test('fifty are enough', () => {
  const ledger = Array.from({ length: 60 }, (_, index) => entry(`u${index}`, { storedAt: index }));
  const expected = expectedOf(account, { ...account, host: 'pop.example.net' }, ledger);
  expect(expected).toHaveLength(50);
  expect(expected[0]?.uidl).toBe('u59');
});
