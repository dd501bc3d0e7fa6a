import { beforeEach, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { someAccount } from '@/e2e/support/storedMail';
import { addAccount, listAccounts, moveAccount, updateAccount } from './accounts';

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
