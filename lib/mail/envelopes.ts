import type { Attachment, OpenedMessage } from './types';

/** What a message is wrapped in, where that keeps it from being read here, or says something that is not checked here. */
export type Wrapping =
  | 'pgp-encrypted'
  | 'pgp-signed'
  | 'smime-encrypted'
  | 'smime-signed'
  /** Signed, with the message inside of the signature (RFC 8551 §3.5.2). */
  | 'smime-packed'
  | 'winmail';

/**
 * Recognises OpenPGP (RFC 3156, and the armour of old), S/MIME (RFC 8551) and Outlook's winmail.dat (TNEF), by
 * declared types and by what the text begins with.
 */
export function wrappingOf({
  headers,
  text,
  attachments,
}: Pick<OpenedMessage, 'headers' | 'text' | 'attachments'>): Wrapping | null {
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value.toLowerCase() ?? '';
  const has = (pattern: RegExp) => attachments.some((part) => pattern.test(part.type));
  if (/^\s*multipart\/encrypted/.test(type) || has(/^application\/pgp-encrypted$/)) return 'pgp-encrypted';
  const smime = attachments.find((part) => /^application\/(?:x-)?pkcs7-mime$/.test(part.type));
  if (smime || /^\s*application\/(?:x-)?pkcs7-mime/.test(type)) {
    const signed = /smime-type\s*=\s*"?signed-data/.test(type) || (smime && isSignedData(smime.bytes));
    return signed ? 'smime-packed' : 'smime-encrypted';
  }
  const begins = (text ?? '').slice(0, 2_000).trimStart();
  if (begins.startsWith('-----BEGIN PGP MESSAGE-----')) return 'pgp-encrypted';
  if (begins.startsWith('-----BEGIN PGP SIGNED MESSAGE-----') || has(/^application\/pgp-signature$/))
    return 'pgp-signed';
  if (has(/^application\/(?:x-)?pkcs7-signature$/)) return 'smime-signed';
  return attachments.some(isTnef) ? 'winmail' : null;
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
