import { expect, test } from 'vitest';
import { someEnvelope } from '@/e2e/support/storedMail';
import type { Envelope } from '@/lib/mail/types';
import type { MessageRecord } from '@/lib/store/schema';
import { newsOf, saidOf } from './news';

const now = Date.UTC(2026, 10, 25);
const known = [
  { id: 'old', checkedAt: 1 },
  { id: 'new', checkedAt: null },
];
const from = (name: string, subject: string) => ({
  from: [{ name, address: 'mia@example.org' }],
  subject,
});
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

test.each<[string, Partial<Envelope>, string, string]>([
  ['overrides turn nothing', from('Mia \u202egpj.exe', 'a\u2067b\u202dc'), 'Mia gpj.exe', 'abc'],
  [
    'line ends make no line',
    from('Mia\r\nBank', 'Hi\u2028Bank: pay\x00\x1b[1m'),
    'Mia Bank',
    'Hi Bank: pay[1m',
  ],
  ['markup is text', from('<b>Mia</b>', '<img src=x>&amp;'), '<b>Mia</b>', '<img src=x>&amp;'],
  ['what is long is cut', from('🦊'.repeat(999), 'x'.repeat(99_999)), '🦊'.repeat(200), 'x'.repeat(200)],
  ['a name of nothing is none', from('\u200b\u202e \n', '\ufeff'), 'mia@example.org', ''],
  ['a name of another direction stays', from('מיה לוי', 'می‌خواهم'), 'מיה לוי', 'می‌خواهم'],
  ['nobody', { subject: 'Hello' }, '', 'Hello'],
])('a notification: %s', (_, envelope, sender, subject) => {
  expect(saidOf({ ...plain, envelope: someEnvelope(envelope) })).toEqual({ sender, subject });
});
