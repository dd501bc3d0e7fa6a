import type { Envelope, Mailbox } from '@/lib/mail/types';

/** The words that go into the message, from the catalogue. */
export interface MailtoWords {
  replySubject(subject: string): string;
  forwardSubject(subject: string): string;
  wrote(name: string): string;
  forwarded: string[];
  cut: string;
}

/** Longer addresses are cut by mail programs and operating systems without a word; 2,000 is safe everywhere. */
const maxBody = 1_400;

/** `mailto:` for a reply to the sender (or Reply-To), to everybody but `own`, or for passing the message on. */
export function mailtoFor(
  kind: 'reply' | 'replyAll' | 'forward',
  envelope: Envelope,
  text: string,
  own: readonly string[],
  words: MailtoWords,
): string {
  const mine = new Set(own.map((address) => address.toLowerCase()));
  const sender = envelope.replyTo.length > 0 ? envelope.replyTo : envelope.from;
  if (kind === 'forward') {
    return mailto([], [], words.forwardSubject(bare(envelope.subject, forwardMarks)), [
      '',
      '',
      ...words.forwarded,
      '',
      cut(text, words.cut),
    ]);
  }
  const to = unique(sender);
  const others = kind === 'replyAll' ? unique([...envelope.to, ...envelope.cc]) : [];
  const copies = others.filter((address) => !mine.has(address.toLowerCase()) && !to.includes(address));
  const name = envelope.from[0]?.name || envelope.from[0]?.address || '';
  const quoted = cut(text, words.cut)
    .split('\n')
    .map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`));
  return mailto(to, copies, words.replySubject(bare(envelope.subject, replyMarks)), [
    '',
    '',
    words.wrote(name),
    ...quoted,
  ]);
}

const replyMarks = /^(\s*(re|aw|sv|vs|antw|回复|回覆|ynt)\s*(\[\d+\])?\s*[:：]\s*)+/i;
const forwardMarks = /^(\s*(fwd?|wg|tr|i)\s*[:：]\s*)+/i;

/** The subject without the marks of earlier replies: "Re: Re: AW: x" → "x". */
function bare(subject: string, marks: RegExp): string {
  return subject.replace(marks, '').trim();
}

/** Half of a surrogate pair: `encodeURIComponent` throws on it. */
const lone = /\p{Surrogate}/gu;

function unique(mailboxes: readonly Mailbox[]): string[] {
  // A line end in an address would start a header field of its own in a careless mail program.
  const addresses = mailboxes
    .map(({ address }) => address.trim())
    .filter((address) => /^[^\s,;:<>"]+$/.test(address));
  return [...new Set(addresses)];
}

function cut(text: string, mark: string): string {
  const body = text.replace(/\r\n?/g, '\n').trim();
  return body.length > maxBody ? `${[...body.slice(0, maxBody)].slice(0, -1).join('')}\n${mark}` : body;
}

function mailto(to: string[], cc: string[], subject: string, lines: string[]): string {
  const list = (addresses: string[]) => addresses.map((address) => encodeURIComponent(address)).join(',');
  const fields = [
    ...(cc.length > 0 ? [`cc=${list(cc)}`] : []),
    `subject=${encodeURIComponent(oneLine(subject))}`,
    // RFC 6068 §5: line ends in a body are %0D%0A.
    `body=${encodeURIComponent(lines.join('\r\n').replace(/\r?\n/g, '\r\n').replace(lone, '\ufffd'))}`,
  ];
  return `mailto:${list(to)}?${fields.join('&')}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(lone, '\ufffd');
}

/** Hands the address to the system's mail program. */
export function openMailto(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.rel = 'noopener noreferrer';
  link.click();
}
