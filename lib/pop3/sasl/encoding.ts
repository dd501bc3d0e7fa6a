import { brokenProtocol } from '../replies';

const encoder = new TextEncoder();

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

export function base64(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('base64');
}

/** RFC 4648 §4 to the letter: padded, no line breaks, no other alphabet, no stray bits behind the last octet. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  // Node's decoder skips whatever it does not know, so two sides could read two things in one challenge.
  const octets = Buffer.from(text, 'base64');
  return octets.toString('base64') === text ? Uint8Array.from(octets) : null;
}

/** The octets of a challenge. @throws Pop3ProtocolError unless it is base64. */
export function decodeChallenge(text: string): Uint8Array<ArrayBuffer> {
  const octets = fromBase64(text);
  if (octets === null) throw brokenProtocol('AUTH', 'The server sent a challenge that is not base64.');
  return octets;
}

/** A challenge that is text. @throws Pop3ProtocolError unless it is UTF-8 in base64. */
export function decodeTextChallenge(text: string): string {
  const octets = decodeChallenge(text);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    throw brokenProtocol('AUTH', 'The server sent a challenge that is not UTF-8.');
  }
}

/** A server that asks once more than its mechanism has answers gets none. */
export function askedAgain() {
  return brokenProtocol('AUTH', 'The server asked for more where an answer was due.');
}
