import type { Attachment, OpenedMessage } from './types';

/** What a message is wrapped in, where that keeps it from being read here, or says something that is not checked here. */
export type Wrapping =
  | 'pgp-encrypted'
  /** The same, below words that can be read. */
  | 'pgp-part'
  | 'pgp-signed'
  | 'smime-encrypted'
  | 'smime-signed'
  /** Signed, with the message inside of the signature (RFC 8551 §3.5.2). */
  | 'smime-packed'
  /** No words, but somebody's certificates (RFC 8551 §3.8). */
  | 'smime-certificates'
  | 'winmail';

/**
 * Recognises OpenPGP (RFC 3156, and the armour of old), S/MIME (RFC 8551) and Outlook's winmail.dat (TNEF), by
 * declared types, by the names of S/MIME where no type is declared (RFC 8551 §3.9), and by what stands in the text.
 */
export function wrappingOf({
  headers,
  text,
  attachments,
}: Pick<OpenedMessage, 'headers' | 'text' | 'attachments'>): Wrapping | null {
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value.toLowerCase() ?? '';
  const has = (pattern: RegExp) => attachments.some((part) => pattern.test(part.type));
  if (/^\s*multipart\/encrypted/.test(type) || has(/^application\/pgp-encrypted$/)) return 'pgp-encrypted';
  const smime = attachments.find((part) => isSmime(part, /^\s*application\/octet-stream/.test(type)));
  if (smime || /^\s*application\/(?:x-)?pkcs7-mime/.test(type)) {
    if (/smime-type\s*=\s*"?certs-only/.test(type) || /\.p7c$/i.test(smime?.name ?? ''))
      return 'smime-certificates';
    const signed = /smime-type\s*=\s*"?signed-data/.test(type) || (smime && isSignedData(smime.bytes));
    return signed ? 'smime-packed' : 'smime-encrypted';
  }
  const begins = (text ?? '').slice(0, 2_000).trimStart();
  if (begins.startsWith('-----BEGIN PGP MESSAGE-----')) return 'pgp-encrypted';
  if (begins.startsWith('-----BEGIN PGP SIGNED MESSAGE-----') || has(/^application\/pgp-signature$/))
    return 'pgp-signed';
  if (attachments.some(isSmimeSignature)) return 'smime-signed';
  if (hasArmour(text ?? '')) return 'pgp-part';
  return attachments.some(isTnef) ? 'winmail' : null;
}

/**
 * A part of S/MIME. Without its type, only the name says so that programs give it, or any of the kind where it is the whole
 * message: a signed invoice (`a.xml.p7m`) is a file like others.
 */
function isSmime({ name, type }: Attachment, alone: boolean): boolean {
  if (/^application\/(?:x-)?pkcs7-mime$/.test(type)) return true;
  return type === 'application/octet-stream' && (alone ? /\.p7[mcz]$/i : /^smime\.p7[mcz]$/i).test(name);
}

const isSmimeSignature = ({ name, type }: Attachment) =>
  /^application\/(?:x-)?pkcs7-signature$/.test(type) ||
  (type === 'application/octet-stream' && /^smime\.p7s$/i.test(name));

/** Whole, and each mark on a line of its own (RFC 9580 §6.2): who writes about it has encrypted nothing. */
function hasArmour(text: string): boolean {
  const begin = /^-----BEGIN PGP MESSAGE-----[ \t]*$/m.exec(text);
  return begin !== null && /^-----END PGP MESSAGE-----[ \t]*$/m.test(text.slice(begin.index));
}

/** By what it is itself, since the header's word is missing in a part of a message: id-signedData (RFC 5652 §5.1). */
function isSignedData(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1')
    .decode(bytes.subarray(0, 32))
    .includes('\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02');
}

/** Outlook's winmail.dat. */
export function isTnef({ name, type }: Pick<Attachment, 'name' | 'type'>): boolean {
  return /ms-tnef/.test(type) || /^winmail\.dat$/i.test(name);
}
