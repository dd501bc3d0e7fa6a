import { beforeEach, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { someAccount } from '@/e2e/support/storedMail';
import {
  addAccount,
  listAccounts,
  moveAccount,
  removeAccount,
  takeFirstListing,
  updateAccount,
} from './accounts';
import { LeadershipLost } from './errors';
import { takeLead } from './leadership';

beforeEach(async () => {
  await emptyStore();
  for (const [at, id] of ['a', 'b', 'c'].entries()) await addAccount({ ...someAccount(id), addedAt: at });
});

const order = async () => (await listAccounts()).map(({ id }) => id).join('');

it('stands in the order of adding, then in the one that somebody gives', async () => {
  expect(await order()).toBe('abc');
  await moveAccount('c', -1);
  expect(await order()).toBe('acb');
  await moveAccount('a', 1);
  expect(await order()).toBe('cab');
  await moveAccount('c', -1);
  await moveAccount('b', 5);
  expect(await order(), 'the ends are the ends').toBe('cab');
  await addAccount({ ...someAccount('d'), addedAt: 0 });
  expect(await order(), 'a new one comes last').toBe('cabd');
});

it('keeps its place whatever else changes, and one that is gone is told', async () => {
  await moveAccount('c', -2);
  await updateAccount('c', { name: 'Club', key: null });
  expect(await order()).toBe('cab');
  await expect(moveAccount('gone', 1)).rejects.toThrow('removed');
  expect(await order()).toBe('cab');
});

it('gives the sign-in’s listing to the leader, once, while it is fresh, and takes it away with the account', async () => {
  const epoch = await takeLead();
  const listing = { count: 1, octets: 9, kind: 'full' as const, entries: [[1, 'u1', 9] as const] };
  const now = Date.now();
  await addAccount(someAccount('d'), listing);
  expect(await takeFirstListing(epoch, 'a', now)).toBeNull();
  await expect(takeFirstListing(epoch - 1, 'd', now)).rejects.toBeInstanceOf(LeadershipLost);
  expect(await takeFirstListing(epoch, 'd', now)).toEqual(listing);
  expect(await takeFirstListing(epoch, 'd', now)).toBeNull();
  await addAccount(someAccount('d'), listing);
  expect(await takeFirstListing(epoch, 'd', now + 120_000), 'the server may look quite different').toBeNull();
  await addAccount(someAccount('d'), listing);
  await removeAccount('d');
  expect(await takeFirstListing(epoch, 'd', now)).toBeNull();
});
