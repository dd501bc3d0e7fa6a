import type { Email } from 'postal-mime';
import { bodyAsItStands } from './bareBody';
import { unturned } from './letters';
import { listIdOf, listNameOf } from './listId';
import { mailboxes } from './mailboxes';
import { parseMail } from './parser';
import { preview, previewLength } from './preview';
import type { Envelope, Summary } from './types';

/**
 * Parsing is slower than the wire, and the list needs only the head of a message: headers and the first words of the
 * body stand within these octets in all but odd mail. The whole message is parsed when it is opened.
 */
export const headOctets = 32 * 1024;

const limits = { maxNestingDepth: 64, maxHeadersSize: 256 * 1024 };

/**
 * What the list shows of a message. Never rejects: mail that the parser gives up on yields an empty envelope and
 * `parsed: false`, so that it can be listed and its source be read.
 *
 * @param head the first `headOctets` of the message, or all of it when it is shorter
 * @param whole whether `head` is the whole message
 */
export async function summarise(head: Uint8Array, whole: boolean): Promise<Summary> {
  const first = firstLook(head);
  if (first !== null) {
    const summary = await summariseAll(head.subarray(0, first), false);
    if (summary.parsed && summary.envelope.preview.length >= previewLength) return summary;
  }
  return summariseAll(head, whole);
}

/** So much of the body is parsed first: 200 characters of text in base64 are 270 octets, in quoted-printable up to 2,400. */
const firstWords = 2_048;

/** A line that says that this may be an attachment, or hold one: such a message is parsed as far as its head goes. */
const mayAttach = /^content-disposition:|^content-type:\s*(?!\s|text\/|multipart\/(?!mixed))/i;
/** Of such a line so much is looked at: what is longer counts as one. */
const lineOctets = 256;

/**
 * How many octets say all that the list shows: the header and the first words. Parsing costs most of what storing a
 * message costs, and a third of the octets make it half of that. Null where the whole head has to be parsed.
 */
function firstLook(head: Uint8Array): number | null {
  const body = bodyStart(head);
  if (body === null) return null;
  const first = body + firstWords;
  if (head.byteLength < first + firstWords / 2) return null;
  return speaksOfFiles(head) ? null : first;
}

/** Looks at the octets themselves: decoding all of a head cost as much as parsing its beginning. */
function speaksOfFiles(head: Uint8Array): boolean {
  for (let at = 0; at < head.length; at = head.indexOf(lf, at) + 1 || head.length) {
    // `C` or `c`, and `o`: hardly any other line of a message begins so.
    if ((head[at] ?? 0) !== 0x43 && head[at] !== 0x63) continue;
    if (((head[at + 1] ?? 0) | 0x20) !== 0x6f) continue;
    if (mayAttach.test(utf8.decode(head.subarray(at, at + lineOctets)))) return true;
  }
  return false;
}

/** Where the body begins: behind the first empty line. Null where there is none. */
function bodyStart(head: Uint8Array): number | null {
  for (let at = head.indexOf(lf); at !== -1; at = head.indexOf(lf, at + 1)) {
    if (head[at + 1] === lf) return at + 2;
    if (head[at + 1] === cr && head[at + 2] === lf) return at + 3;
  }
  return null;
}

const [lf, cr] = [10, 13];
const utf8 = new TextDecoder();

/** The same by parsing all of the head, whatever it holds. */
export async function summariseAll(head: Uint8Array, whole: boolean): Promise<Summary> {
  try {
    const email = await parseMail(head, limits);
    const words = whole ? await bareWords(email, head) : null;
    return {
      envelope: { ...envelope(email), ...(words && { preview: words }) },
      date: dateOf(email),
      attachments: hasAttachments(email, whole),
      parsed: true,
    };
  } catch {
    return { envelope: emptyEnvelope(), date: null, attachments: false, parsed: false };
  }
}

/** The first words of a broken message, which the reader shows as they stand; null for any other. */
async function bareWords({ html, text, attachments }: Email, raw: Uint8Array): Promise<string | null> {
  if (html?.trim() || text?.trim() || attachments.length > 0) return null;
  const bare = await bodyAsItStands(raw).catch(() => null);
  return bare && preview(bare.text ?? undefined, bare.html ?? undefined);
}

function emptyEnvelope(): Envelope {
  return {
    from: [],
    to: [],
    cc: [],
    replyTo: [],
    subject: '',
    preview: '',
    messageId: '',
    inReplyTo: '',
    references: [],
  };
}

function envelope(email: Email): Envelope {
  const headers = email.headers.map(({ key, value }) => ({ name: key, value }));
  const [list, listName] = [listIdOf(headers), listNameOf(headers)];
  return {
    from: mailboxes(email.from ? [email.from] : email.sender ? [email.sender] : []),
    to: mailboxes(email.to),
    cc: mailboxes(email.cc),
    replyTo: mailboxes(email.replyTo),
    subject: unturned(email.subject ?? '')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 2_000),
    preview: preview(email.text, email.html),
    messageId: (email.messageId ?? '').slice(0, 1_000),
    inReplyTo: (email.inReplyTo ?? '').slice(0, 1_000),
    references: (email.references ?? '')
      .split(/\s+/)
      .filter((id) => id !== '')
      .slice(-100),
    ...(list !== null && { list, ...(listName !== '' && { listName }) }),
  };
}

/** The Date header, else the date behind the last semicolon of the topmost Received (RFC 5321 §4.4). */
export function dateOf(email: Email): number | null {
  const received = email.headers.find(({ key }) => key === 'received')?.value;
  for (const text of [email.date, received?.slice(received.lastIndexOf(';') + 1)]) {
    // Cut: opened brackets that are never closed take quadratic time.
    const time = text ? Date.parse(text.slice(0, 1_000).replace(/\([^)]*\)/g, '')) : Number.NaN;
    if (Number.isFinite(time)) return time;
  }
  return null;
}

/** A cut head shows only the parts that it reaches: behind it, multipart/mixed is taken at its word. */
function hasAttachments(email: Email, whole: boolean): boolean {
  if (email.attachments.some((part) => !part.related && part.disposition !== 'inline')) return true;
  const type = email.headers.find(({ key }) => key === 'content-type')?.value ?? '';
  return !whole && /^\s*multipart\/mixed/i.test(type);
}
