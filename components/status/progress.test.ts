import { expect, test } from 'vitest';
import type { AccountStatus } from '@/lib/sync/status';
import { activityOf } from './progress';

const account = (change: Partial<AccountStatus>): AccountStatus => ({
  account: 'a',
  phase: 'idle',
  got: 0,
  total: 0,
  octetsGot: 0,
  octetsTotal: 0,
  rate: 0,
  checkedAt: null,
  missing: 0,
  problem: null,
  ...change,
});
const of = (...accounts: AccountStatus[]) => activityOf({ online: true, accounts, problem: null });

test('the bar moves by octets, over all accounts that are getting mail', () => {
  expect(
    of(
      account({ phase: 'getting', got: 1, total: 10, octetsGot: 300, octetsTotal: 1000, rate: 100 }),
      account({ phase: 'getting', got: 4, total: 10, octetsGot: 200, octetsTotal: 1000, rate: 50 }),
      account({ phase: 'checking' }),
    ),
  ).toEqual({ kind: 'getting', got: 5, total: 20, fraction: 0.25, rate: 150, secondsLeft: 10 });
});

test('a server that announced too little does not take the bar beyond its end', () => {
  expect(of(account({ phase: 'getting', octetsGot: 50, octetsTotal: 10, rate: 1 }))).toMatchObject({
    fraction: 1,
    secondsLeft: 0,
  });
});

test('offline is said before failures that follow from it, but not over work that goes on', () => {
  const failed = account({ phase: 'failed', problem: { code: 'timeout', message: '', hint: '' } });
  expect(activityOf({ online: false, accounts: [failed], problem: null }).kind).toBe('offline');
  expect(activityOf({ online: false, accounts: [account({ phase: 'getting' })], problem: null }).kind).toBe(
    'getting',
  );
  expect(of(failed)).toMatchObject({ kind: 'failed', account: 'a' });
});

test('rest tells the last check and what the server kept back', () => {
  expect(of(account({ checkedAt: 5 }), account({ checkedAt: 9, missing: 2 }))).toEqual({
    kind: 'idle',
    checkedAt: 9,
    missing: 2,
  });
  expect(of()).toEqual({ kind: 'idle', checkedAt: null, missing: 0 });
});

test('stopped and signed out', () => {
  expect(of(account({ phase: 'stopped', got: 3, total: 9 }))).toEqual({ kind: 'stopped', got: 3, total: 9 });
  expect(of(account({ phase: 'signed-out' }), account({}))).toEqual({ kind: 'signed-out', account: 'a' });
});
