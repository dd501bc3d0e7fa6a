import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { someAccount } from '@/e2e/support/storedMail';
import { addAccount, removeAccount } from './accounts';
import { onChange } from './changes';
import type { SessionRecord } from './schema';
import { keepSession, keptSessions, sessionsOf } from './sessions';

const record = (account: string, at: number): SessionRecord => ({
  account,
  at,
  purpose: 'listing',
  code: null,
  entries: [[0, 'STAT', 'ok', 6, 12, 3]],
});

it('keeps the newest of each account, and none of an account that has gone', async () => {
  await addAccount(someAccount('a'), record('a', 0));
  expect(await sessionsOf('a'), 'of the sign-in').toMatchObject([record('a', 0)]);
  await addAccount(someAccount('b'));
  const heard: string[] = [];
  const leave = onChange((change) => {
    if (change.kind === 'sessions') heard.push(change.account);
  });
  for (let at = 1; at <= keptSessions + 5; at++) await keepSession(record('a', at));
  await keepSession(record('b', 1));
  await keepSession(record('nobody', 1));
  leave();
  expect((await sessionsOf('a')).map(({ at }) => at)).toEqual(
    Array.from({ length: keptSessions }, (_, index) => keptSessions + 5 - index),
  );
  expect(await sessionsOf('b')).toMatchObject([record('b', 1)]);
  expect(await sessionsOf('nobody')).toEqual([]);
  expect(heard).toHaveLength(keptSessions + 6);
  await removeAccount('a');
  expect(await sessionsOf('a')).toEqual([]);
  expect(await sessionsOf('b')).toHaveLength(1);
});
