import { expect, test } from 'vitest';
import type { Envelope } from '@/lib/mail/types';
import { type MailtoWords, mailtoFor } from './mailto';

const words: MailtoWords = {
  replySubject: (subject) => `Re: ${subject}`,
  forwardSubject: (subject) => `Fwd: ${subject}`,
  wrote: (name) => `${name} wrote:`,
  forwarded: ['---', 'Subject: x'],
  cut: '[…]',
};
const box = (address: string, name = '') => ({ name, address });
const envelope: Envelope = {
  from: [box('mira@kiln.example', 'Mira')],
  to: [box('ada@lindgren.example'), box('jonas@lindgren.example')],
  cc: [box('office@kiln.example')],
  replyTo: [],
  subject: 'Re: AW: Kiln & glaze',
  preview: '',
  messageId: '',
  inReplyTo: '',
  references: [],
};
const parts = (address: string) => new URL(address);

test('a reply goes to the sender and quotes', () => {
  const url = parts(mailtoFor('reply', envelope, 'Hi\n> old', [], words));
  expect(decodeURIComponent(url.pathname)).toBe('mira@kiln.example');
  expect(url.searchParams.get('subject')).toBe('Re: Kiln & glaze');
  expect(url.searchParams.get('body')).toBe('\r\n\r\nMira wrote:\r\n> Hi\r\n>> old');
  expect(url.searchParams.get('cc')).toBeNull();
});

test('Reply-To counts before From', () => {
  const url = parts(mailtoFor('reply', { ...envelope, replyTo: [box('list@x.example')] }, '', [], words));
  expect(decodeURIComponent(url.pathname)).toBe('list@x.example');
});

test('a reply to all leaves me out', () => {
  const url = parts(mailtoFor('replyAll', envelope, '', ['ADA@lindgren.example'], words));
  expect(url.searchParams.get('cc')).toBe('jonas@lindgren.example,office@kiln.example');
});

test('a forward has no recipient', () => {
  const url = parts(mailtoFor('forward', { ...envelope, subject: 'Fwd: Kiln' }, 'Hi', [], words));
  expect(url.pathname).toBe('');
  expect(url.searchParams.get('subject')).toBe('Fwd: Kiln');
  expect(url.searchParams.get('body')).toContain('---\r\nSubject: x\r\n\r\nHi');
});

test('nothing of a hostile message becomes a field of its own', () => {
  const hostile = {
    ...envelope,
    from: [box('a@x.example?bcc=spy@x.example'), box('b@x.example\r\nBcc: spy@x.example')],
    subject: 'x\r\nBcc: spy@x.example&bcc=spy@x.example',
  };
  const address = mailtoFor('reply', hostile, '&bcc=spy@x.example', [], words);
  expect([...parts(address).searchParams.keys()]).toEqual(['subject', 'body']);
  expect(address).not.toMatch(/%0D%0ABcc.*[?&]subject|[?&]bcc=/i);
});

test('half a character does not break the reply', () => {
  const broken = { ...envelope, subject: 'x\ud83d' };
  expect(parts(mailtoFor('reply', broken, 'y\udc8c', [], words)).searchParams.get('subject')).toBe(
    'Re: x\ufffd',
  );
});

test('a long text is cut and says so', () => {
  const url = parts(mailtoFor('reply', envelope, '💌'.repeat(5000), [], words));
  expect(url.searchParams.get('body')?.length).toBeLessThan(2_000);
  expect(url.searchParams.get('body')).toMatch(/\[…\]$/);
});
