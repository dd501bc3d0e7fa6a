import type { Email } from 'postal-mime';
import { bodyAsItStands } from './bareBody';
import { isTnef } from './envelopes';
import { turnsLetters, unturned } from './letters';
import { mailboxes } from './mailboxes';
import { type Inner, parseWithCharsets } from './parser';
import { dateOf } from './summarise';
import { tnefFiles } from './tnef';
import type { Attachment, Letter, OpenedMessage } from './types';

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
  if (bare) return { headers: headersOf(email), ...bare, broken: true };
  return {
    headers: headersOf(email),
    html,
    text: email.text ?? null,
    attachments: filesOf(email, charsets),
    ...(inner.length > 0 && { letters: inner.map(letterOf) }),
    ...(turnsLetters(email.subject ?? '') && { turned: true }),
  };
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
    text: email.text ?? null,
    letters: inner.map(letterOf),
  };
}

const headersOf = ({ headers }: Email) =>
  headers.map(({ originalKey, value }) => ({ name: originalKey, value }));

const filesOf = ({ attachments, html, text }: Email, charsets: ReadonlyMap<unknown, string>): Attachment[] =>
  attachments.flatMap((part) => {
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
    return isTnef(attachment) ? unpacked(attachment, !html?.trim() && !text?.trim()) : [attachment];
  });

/**
 * The files in a winmail.dat; in its place where nothing else is in it, else behind it.
 *
 * @param wordless the message has no words of its own: those that may be in there must not go
 */
function unpacked(packed: Attachment, wordless: boolean): Attachment[] {
  const { files, whole, body } = tnefFiles(packed.bytes);
  const attachments = files.map((file) => ({ ...file, size: file.bytes.byteLength }));
  return whole && !(wordless && body) ? attachments : [packed, ...attachments];
}

/** Each attachment gets memory of its own, so that it can be transferred to the page without the others. */
function toBytes(content: ArrayBuffer | Uint8Array | string): Uint8Array<ArrayBuffer> {
  if (typeof content === 'string') return new TextEncoder().encode(content);
  if (content instanceof ArrayBuffer) return new Uint8Array(content);
  return new Uint8Array(content);
}
