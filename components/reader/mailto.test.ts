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
/** The address that the mail program is handed. */
const written = (...asked: Parameters<typeof mailtoFor>): string => {
  const mailto = mailtoFor(...asked);
  if (mailto.state !== 'ready') throw new Error('too many recipients');
  return mailto.address;
};
const parts = (address: string) => new URL(address);

test('a reply goes to the sender and quotes', () => {
  const url = parts(written('reply', envelope, 'Hi\n> old', [], words));
  expect(decodeURIComponent(url.pathname)).toBe('mira@kiln.example');
  expect(url.searchParams.get('subject')).toBe('Re: Kiln & glaze');
  expect(url.searchParams.get('body')).toBe('\r\n\r\nMira wrote:\r\n> Hi\r\n>> old');
  expect(url.searchParams.get('cc')).toBeNull();
});

test('Reply-To counts before From', () => {
  const url = parts(written('reply', { ...envelope, replyTo: [box('list@x.example')] }, '', [], words));
  expect(decodeURIComponent(url.pathname)).toBe('list@x.example');
});

test('a reply to all leaves me out', () => {
  const url = parts(written('replyAll', envelope, '', ['ADA@lindgren.example'], words));
  expect(url.searchParams.get('cc')).toBe('jonas@lindgren.example,office@kiln.example');
});

test('a forward has no recipient', () => {
  const url = parts(written('forward', { ...envelope, subject: 'Fwd: Kiln' }, 'Hi', [], words));
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
  const address = written('reply', hostile, '&bcc=spy@x.example', [], words);
  expect([...parts(address).searchParams.keys()]).toEqual(['subject', 'body']);
  expect(address).not.toMatch(/%0D%0ABcc.*[?&]subject|[?&]bcc=/i);
});

test('half a character does not break the reply', () => {
  const broken = { ...envelope, subject: 'x\ud83d' };
  expect(parts(written('reply', broken, 'y\udc8c', [], words)).searchParams.get('subject')).toBe(
    'Re: x\ufffd',
  );
});

test('a long text is cut and says so', () => {
  const address = written('reply', envelope, '💌'.repeat(5000), [], words);
  expect(address.length).toBeLessThanOrEqual(2_000);
  expect(parts(address).searchParams.get('body')).toMatch(/💌\r\n\[…\]$/u);
});

const chinese = '窑里的釉色今天特别好看。\n';

test.each(['reply', 'replyAll', 'forward'] as const)(
  '%s: Chinese text fills the address and no more',
  (kind) => {
    const address = written(
      kind,
      { ...envelope, subject: chinese.repeat(50) },
      chinese.repeat(200),
      [],
      words,
    );
    // One more character would be nine more.
    expect(address.length).toBeGreaterThan(1_950);
    expect(address.length).toBeLessThanOrEqual(2_000);
    const { searchParams } = parts(address);
    expect(searchParams.get('subject')).toMatch(/窑里的釉色.*…$/);
    expect(searchParams.get('body')).toMatch(/窑里的釉色.*\r\n\[…\]$/s);
  },
);

test('the text is whole where it fits', () => {
  const text = chinese.repeat(10).trim();
  const body = parts(written('reply', envelope, text, [], words)).searchParams.get('body');
  expect(body?.replaceAll('\r\n> ', '\n')).toBe(`\r\n\r\nMira wrote:\n${text}`);
});

test('a few dozen recipients all stand in the address, with the subject', () => {
  const to = Array.from({ length: 55 }, (_, i) => box(`potter-${i}@lindgren.example`));
  const address = written('replyAll', { ...envelope, to }, chinese.repeat(200), [], words);
  expect(address.length).toBeLessThanOrEqual(2_000);
  const { searchParams } = parts(address);
  expect(searchParams.get('cc')?.split(',')).toEqual([
    ...to.map(({ address }) => address),
    'office@kiln.example',
  ]);
  expect(searchParams.get('subject')).toBe('Re: Kiln & glaze');
});

test('300 recipients are not cut: they are handed back', () => {
  const to = Array.from({ length: 300 }, (_, i) => box(`potter-${i}@lindgren.example`));
  const mailto = mailtoFor('replyAll', { ...envelope, to }, 'Hi', ['potter-0@lindgren.example'], words);
  expect(mailto).toEqual({
    state: 'tooMany',
    recipients: ['mira@kiln.example', ...to.slice(1).map(({ address }) => address), 'office@kiln.example'],
  });
});

test('a subject of blanks does not hang', () => {
  const subject = `Re${' '.repeat(200_000)}x`;
  const started = performance.now();
  expect(parts(written('reply', { ...envelope, subject }, '', [], words)).searchParams.get('subject')).toBe(
    'Re: Re x',
  );
  expect(performance.now() - started).toBeLessThan(5_000);
});
