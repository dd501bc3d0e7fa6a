import { expect, test } from 'vitest';
import { expectedOf } from './useSignIn';

const entry = (uidl: string, change: { listed?: number; date?: number; gone?: number } = {}) => ({
  uidl,
  listed: 100,
  date: 0,
  fingerprint: `print of ${uidl}`,
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
      entry('old', { date: 1 }),
      entry('deleted', { date: 9, gone: 5 }),
      entry('never listed', { date: 9, listed: -1 }),
      entry('new', { date: 2, listed: 7 }),
    ];
    expect(expectedOf(account, { ...account, ...change }, ledger)).toEqual([
      { uidl: 'new', octets: 7, fingerprint: 'print of new' },
      { uidl: 'old', octets: 100, fingerprint: 'print of old' },
    ]);
  },
);

test('fifty are enough', () => {
  const ledger = Array.from({ length: 60 }, (_, index) => entry(`u${index}`, { date: index }));
  const expected = expectedOf(account, { ...account, host: 'pop.example.net' }, ledger);
  expect(expected).toHaveLength(50);
  expect(expected[0]?.uidl).toBe('u59');
});
