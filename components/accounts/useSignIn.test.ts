import { expect, test } from 'vitest';
import type { AccountRecord } from '@/lib/store/schema';
import { sameMaildrop } from './useSignIn';

const account = {
  id: 'abcdefghijklmnopqrstuv',
  address: 'ada@example.org',
  name: 'Ada',
  colour: 0,
  username: 'ada',
  host: 'pop.example.org',
  port: 995,
  security: 'tls',
  keep: true,
  key: null,
  addedAt: 0,
  seen: null,
  listedAt: null,
  checkedAt: null,
} as unknown as AccountRecord;

test('signing in again takes the password and whether to stay, and no other mailbox', () => {
  const typed = {
    address: 'bob@other.example',
    username: 'bob',
    host: 'pop.other.example',
    port: 110,
    security: 'none' as const,
    password: 'secret',
    keep: false,
  };
  expect(sameMaildrop(typed, account)).toEqual({
    address: 'ada@example.org',
    username: 'ada',
    host: 'pop.example.org',
    port: 995,
    security: 'tls',
    password: 'secret',
    keep: false,
  });
});
