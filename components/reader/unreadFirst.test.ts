import { expect, it } from 'vitest';
import { unreadFirst } from './unreadFirst';

const message = (id: number, unread: boolean) => ({ id, unread });
const ids = (messages: readonly { id: number }[]) => messages.map(({ id }) => id);

it('what is unread stands first, as it was written', () => {
  const newestFirst = [message(5, true), message(4, false), message(3, true), message(2, false)];
  expect(ids(unreadFirst(newestFirst, []))).toEqual([3, 5, 4, 2]);
});

it('the order stays while it is read; what arrives stands at the end, and what went is gone', () => {
  const later = [message(7, true), message(6, true), message(5, false), message(4, false), message(3, false)];
  expect(ids(unreadFirst(later, [3, 5, 4, 2]))).toEqual([3, 5, 4, 6, 7]);
});
