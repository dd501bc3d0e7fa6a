import type { Envelope, Mailbox } from '@/lib/mail/types';

/** The words that go into the message, from the catalogue. */
export interface MailtoWords {
  replySubject(subject: string): string;
  forwardSubject(subject: string): string;
  wrote(name: string): string;
  forwarded: string[];
  cut: string;
}

/**
 * What the mail program is asked to write; or, because people must not be left out of an answer without a word, the
 * addresses that are too many for it.
 */
export type Mailto =
  | { state: 'ready'; address: string }
  | { state: 'tooMany'; recipients: readonly string[] };

/** Characters, as encoded: Windows drops longer addresses without a word (it takes 2,048), others cut them. */
const maxAddress = 2_000;
/** The rest is the subject's. */
const maxRecipients = 1_800;
/** The rest is the text's. */
const maxSubject = 800;

/** `mailto:` for a reply to the sender (or Reply-To), to everybody but `own`, or for passing the message on. */
export function mailtoFor(
  kind: 'reply' | 'replyAll' | 'forward',
  envelope: Envelope,
  text: string,
  own: readonly string[],
  words: MailtoWords,
): Mailto {
  const mine = new Set(own.map((address) => address.toLowerCase()));
  const sender = envelope.replyTo.length > 0 ? envelope.replyTo : envelope.from;
  // No more of it can fit, and it may be long.
  const start = text
    .trim()
    .slice(0, 2 * maxAddress)
    .replace(/\r\n?/g, '\n');
  if (kind === 'forward') {
    const subject = words.forwardSubject(bare(envelope.subject, forwardMarks));
    return mailto([], [], subject, ['', '', ...words.forwarded, '', start], words.cut);
  }
  const to = unique(sender);
  const others = kind === 'replyAll' ? unique([...envelope.to, ...envelope.cc]) : [];
  const copies = others.filter((address) => !mine.has(address.toLowerCase()) && !to.includes(address));
  const name = envelope.from[0]?.name || envelope.from[0]?.address || '';
  const quoted = start.split('\n').map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`));
  const subject = words.replySubject(bare(envelope.subject, replyMarks));
  return mailto(to, copies, subject, ['', '', words.wrote(name), ...quoted], words.cut);
}

const replyMarks = /^(\s*(re|aw|sv|vs|antw|回复|回覆|ynt)\s*(\[\d+\])?\s*[:：]\s*)+/i;
const forwardMarks = /^(\s*(fwd?|wg|tr|i)\s*[:：]\s*)+/i;

/** The subject without the marks of earlier replies: "Re: Re: AW: x" → "x". */
function bare(subject: string, marks: RegExp): string {
  // Blanks first: the marks take quadratic time over a long run of them.
  return subject.replace(/\s+/g, ' ').replace(marks, '').trim();
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

/** Recipients are never cut; the subject comes before the text. */
function mailto(to: string[], cc: string[], subject: string, lines: string[], mark: string): Mailto {
  const list = (addresses: string[]) => addresses.map(encoded).join(',');
  const recipients = `mailto:${list(to)}?${cc.length > 0 ? `cc=${list(cc)}&` : ''}`;
  if (recipients.length > maxRecipients) return { state: 'tooMany', recipients: [...to, ...cc] };
  const room = maxAddress - recipients.length - 'subject=&body='.length;
  const title = encoded(within(subject.replace(/\s+/g, ' '), Math.min(maxSubject, room), '…'));
  // RFC 6068 §5: line ends in a body are %0D%0A.
  const body = lines.join('\n').replace(/\r\n?|\n/g, '\r\n');
  const text = encoded(within(body, room - title.length, `\r\n${mark}`));
  return { state: 'ready', address: `${recipients}subject=${title}&body=${text}` };
}

function encoded(text: string): string {
  return encodeURIComponent(text.replace(lone, '\ufffd'));
}

/** The text, or its beginning and the mark, so that it has at most `room` characters when it is encoded. */
function within(text: string, room: number, mark: string): string {
  // No character is encoded in less than one: what is longer need not be tried.
  if (text.length <= room && encoded(text).length <= room) return text;
  let left = room - encoded(mark).length;
  if (left < 0) return '';
  let end = 0;
  for (const character of text) {
    left -= encoded(character).length;
    if (left < 0) break;
    end += character.length;
  }
  return `${text.slice(0, end).trimEnd()}${mark}`;
}

/** Hands the address to the system's mail program. */
export function openMailto(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.rel = 'noopener noreferrer';
  link.click();
}
