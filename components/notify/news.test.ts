import { expect, test } from 'vitest';
import type { MessageRecord } from '@/lib/store/schema';
import { newsOf } from './news';

const now = Date.UTC(2026, 10, 25);
const known = [
  { id: 'old', checkedAt: 1 },
  { id: 'new', checkedAt: null },
];
const plain = { id: 1, account: 'old', folder: 'inbox', unread: true, date: now - 1_000 } as MessageRecord;

test('news is what is unread in the Inbox of an account that was there before', () => {
  expect(newsOf([plain], known, now)).toEqual([plain]);
});

test.each<[string, Partial<MessageRecord>]>([
  ['that was read elsewhere', { unread: false }],
  ['that a rule or the filter has moved', { folder: 'junk' }],
  ['that a rule keeps quiet', { quiet: true }],
  ['of days ago: it comes out of a file, or from another server', { date: now - 3 * 24 * 3_600_000 }],
  ['of a first sync', { account: 'new' }],
  ['of an account that was just added', { account: 'newer' }],
])('mail %s is none', (_, change) => {
  expect(newsOf([{ ...plain, ...change }], known, now)).toEqual([]);
});
