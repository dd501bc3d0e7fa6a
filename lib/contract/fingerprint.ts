import { HeaderSplitter } from './messageForm';

/** Fields that name a message and survive a migration: neither servers nor tools that copy mail rewrite them. */
const naming = ['message-id', 'date', 'from', 'subject'] as const;

/** 96 bits in base64url: among a million messages two are alike by chance once in 10^17 mailboxes. */
const digestOctets = 12;

/**
 * What recognises a message under a new UIDL, when all of it, or `TOP n 0` and LIST's octets, is known. It is made of
 * the four fields that name a message and of the octets of its body. A new server adds fields of its own, drops others
 * (Return-Path, Delivered-To, X-UIDL) and folds them anew, so neither the whole header nor the whole size would do; the
 * body's size stays, and tells a message from another one that bears its name (a draft that was sent again, a list's
 * copy with a footer).
 *
 * It decides on what is not retrieved a second time, never on what is deleted: that takes the proof of messageForm.ts.
 *
 * @param head the message from its beginning, at least its header
 * @param octets of the whole message
 * @returns empty when the header has no Message-ID, or does not end: such a message is not recognised
 */
export async function fingerprintOf(head: Uint8Array, octets: number): Promise<string> {
  const splitter = new HeaderSplitter();
  const length = splitter.push(head);
  if (!splitter.ended) return '';
  const fields = fieldsOf(head.subarray(0, length));
  if (!fields.get('message-id')) return '';
  const identity = [...naming.map((name) => fields.get(name) ?? ''), String(octets - length)].join('\n');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(identity));
  return base64url(new Uint8Array(digest, 0, digestOctets));
}

/** The first of each naming field, unfolded, white space folded into one space. */
function fieldsOf(header: Uint8Array): Map<string, string> {
  const found = new Map<string, string>();
  // One character an octet: 8-bit headers are compared as they are.
  let text = '';
  for (let at = 0; at < header.length; at += 8192)
    text += String.fromCharCode(...header.subarray(at, at + 8192));
  for (const field of text.replace(/\r?\n[ \t]+/g, ' ').split('\n')) {
    const colon = field.indexOf(':');
    const name = field.slice(0, Math.max(colon, 0)).toLowerCase();
    if (!naming.some((each) => each === name) || found.has(name)) continue;
    found.set(
      name,
      field
        .slice(colon + 1)
        .replace(/[ \t\r]+/g, ' ')
        .trim(),
    );
  }
  return found;
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
