import { expect, test } from 'vitest';
import { plenty } from '@/lib/sync/manners';
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
  deferred: null,
  next: null,
  ...change,
});
const of = (...accounts: AccountStatus[]) =>
  activityOf({ online: true, shortage: plenty, accounts, problem: null });

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
  expect(activityOf({ online: false, shortage: plenty, accounts: [failed], problem: null }).kind).toBe(
    'offline',
  );
  expect(
    activityOf({ online: false, shortage: plenty, accounts: [account({ phase: 'getting' })], problem: null })
      .kind,
  ).toBe('getting');
  expect(of(failed)).toMatchObject({ kind: 'failed', account: 'a' });
});

test('rest tells the last check and what the server kept back', () => {
  const nothing = { missing: 0, leftOut: 0, deferred: null, delayed: null };
  expect(of(account({ checkedAt: 5 }), account({ checkedAt: 9, missing: 3, leftOut: 1 }))).toEqual({
    ...nothing,
    kind: 'idle',
    checkedAt: 9,
    missing: 2,
    leftOut: 1,
  });
  expect(of()).toEqual({ ...nothing, kind: 'idle', checkedAt: null });
});

test('rest tells what waits: large messages, and a server that lets nobody in yet', () => {
  const deferred = { messages: 1, octets: 5 };
  const accounts = [
    account({ deferred, next: { at: 900, why: 'interval' } }),
    account({ deferred, next: { at: 500, why: 'login-delay' } }),
  ];
  expect(of(...accounts)).toMatchObject({
    deferred: { messages: 2, octets: 10, reason: 'battery' },
    delayed: 500,
  });
  const shortage = { metered: true, lowBattery: true };
  expect(activityOf({ online: true, shortage, accounts, problem: null })).toMatchObject({
    deferred: { reason: 'metered' },
  });
});

test('what failed for everybody, and when one account is tried again', () => {
  const problem = { code: 'mailbox_busy', message: '', hint: '' } as const;
  const next = { at: 7, why: 'back-off' } as const;
  expect(of(account({ phase: 'failed', problem, next }))).toEqual({
    kind: 'failed',
    account: 'a',
    problem,
    next,
  });
  const general = { code: 'worker_failed', message: '', hint: '' } as const;
  expect(activityOf({ online: true, shortage: plenty, accounts: [], problem: general })).toEqual({
    kind: 'failed',
    account: null,
    problem: general,
    next: null,
  });
});

test('paused, stopped and signed out', () => {
  expect(of(account({ phase: 'paused', got: 3, total: 9 }))).toEqual({ kind: 'paused', got: 3, total: 9 });
  expect(of(account({ phase: 'stopped', got: 3, total: 9 }))).toEqual({ kind: 'stopped', got: 3, total: 9 });
  expect(of(account({ phase: 'signed-out' }), account({}))).toEqual({ kind: 'signed-out', account: 'a' });
});
