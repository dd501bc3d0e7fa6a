import type { Email } from 'postal-mime';
import { bodyAsItStands } from './bareBody';
import { isTnef } from './envelopes';
import { directsLetters, turnsLetters, unturned } from './letters';
import { mailboxes } from './mailboxes';
import { type Inner, parseWithCharsets } from './parser';
import { dateOf } from './summarise';
import { type Tnef, tnefFiles } from './tnef';
import type { Attachment, Letter, OpenedMessage, Turned } from './types';

/**
 * Parses a whole message for the reader. HTML comes back as the sender wrote it: sanitising is the reader's, last step
 * before it is shown. Rejects when the parser's limits (depth 64, headers 2 MiB) are passed.
 *
 * @param apart messages inside of it come by themselves, as `letters`; else they are part of its text
 */
export async function openMessage(raw: Uint8Array, apart = false): Promise<OpenedMessage> {
  const limits = { maxNestingDepth: 64, rfc822Attachments: false };
  const { email, charsets, inner } = await parseWithCharsets(raw, limits, apart);
  const html = email.html ?? null;
  const nothing = !html?.trim() && !email.text?.trim() && email.attachments.length + inner.length === 0;
  const bare = nothing ? await bodyAsItStands(raw) : null;
  const { attachments, words } = filesOf(email, charsets);
  const body = bare ?? {
    html: words.html || html,
    text: words.text || (words.html ? null : (email.text ?? null)),
    attachments,
  };
  const turned = turnedOf(email, body, inner);
  return {
    headers: headersOf(email),
    ...body,
    text: body.text && unturned(body.text),
    ...(inner.length > 0 && { letters: inner.map(letterOf) }),
    ...(bare && { broken: true }),
    ...(Object.keys(turned).length > 0 && { turned }),
  };
}

/** The same in HTML, where they may be written by their numbers. */
const turningHtml = /[\u202d\u202e]|&#(?:x0*202[de]|0*823[78])(?!\w)/i;

function turnedOf(
  { subject = '', from }: Email,
  body: Pick<OpenedMessage, 'html' | 'text'>,
  inner: readonly Inner[],
): Turned {
  const sender = `${from?.name ?? ''} <${from?.address ?? ''}>`;
  return {
    ...(turnsLetters(subject) && { subject }),
    ...(directsLetters(sender) && { sender }),
    ...((isTurned(body) || inner.some(turns)) && { body: true as const }),
  };
}

const turns = ({ email: { html, text }, inner }: Inner): boolean =>
  isTurned({ html: html ?? null, text: text ?? null }) || inner.some(turns);

function isTurned({ html, text }: Pick<OpenedMessage, 'html' | 'text'>): boolean {
  return html?.trim() ? turningHtml.test(html) : turnsLetters(text ?? '');
}

function letterOf({ email, inner }: Inner): Letter {
  return {
    from: mailboxes(email.from ? [email.from] : email.sender ? [email.sender] : []),
    to: mailboxes(email.to),
    date: dateOf(email),
    subject: unturned(email.subject ?? '')
      .slice(0, 2_000)
      .trim(),
    html: email.html ?? null,
    text: email.text === undefined ? null : unturned(email.text),
    letters: inner.map(letterOf),
  };
}

const headersOf = ({ headers }: Email) =>
  headers.map(({ originalKey, value }) => ({ name: originalKey, value }));

/** The files, and the words that stand in one of them where the message has no others. */
function filesOf({ attachments, html, text }: Email, charsets: ReadonlyMap<unknown, string>) {
  const wordless = !html?.trim() && !text?.trim();
  const words = { html: '', text: '' };
  const files = attachments.flatMap((part) => {
    const contentId = (part.contentId ?? '').trim().replace(/^<|>$/g, '');
    const bytes = toBytes(part.content);
    const charset = charsets.get(part.content);
    const attachment = {
      name: part.filename ?? '',
      type: part.mimeType,
      size: bytes.byteLength,
      contentId,
      bytes,
      ...(charset !== undefined && { charset }),
    };
    if (!isTnef(attachment)) return [attachment];
    const tnef = tnefFiles(attachment.bytes);
    if (wordless) {
      words.html ||= tnef.html;
      words.text ||= tnef.text;
    }
    return unpacked(attachment, tnef, wordless);
  });
  return { attachments: files, words };
}

/**
 * The files in a winmail.dat; in its place where nothing else is in it, else behind it.
 *
 * @param wordless the message has no words of its own: those that are in there, and cannot be read, must not go
 */
function unpacked(
  packed: Attachment,
  { files, whole, body, text, html }: Tnef,
  wordless: boolean,
): Attachment[] {
  const attachments = files.map((file) => ({ ...file, size: file.bytes.byteLength }));
  const lost = wordless && body && text === '' && html === '';
  return whole && !lost ? attachments : [packed, ...attachments];
}

/** Each attachment gets memory of its own, so that it can be transferred to the page without the others. */
function toBytes(content: ArrayBuffer | Uint8Array | string): Uint8Array<ArrayBuffer> {
  if (typeof content === 'string') return new TextEncoder().encode(content);
  if (content instanceof ArrayBuffer) return new Uint8Array(content);
  return new Uint8Array(content);
}
