import { type LimitKind, Pop3ProtocolError, Pop3Refusal, type RefusalClass } from './errors';
import { limits } from './limits';
import { classOfResponseCode, responseCodeOf } from './responseCodes';

/** Octets of a line of LIST or UIDL: a number of 16 digits, a space, a UIDL, CR. */
export const listingLineOctets = 16 + 1 + limits.uidlOctets + 1;

/**
 * The first two numbers of a STAT or LIST line (RFC 1939 §5); what follows is the server's own business.
 * @throws Pop3ProtocolError on anything else, negative and absurd numbers included.
 */
export function twoNumbers(command: string, line: string): [number, number] {
  const match = /^[ \t]*(\d{1,16})[ \t]+(\d{1,16})(?![^ \t])/.exec(line);
  const first = Number(match?.[1]);
  const second = Number(match?.[2]);
  if (match === null || !Number.isSafeInteger(first) || !Number.isSafeInteger(second)) {
    throw brokenProtocol(command, 'The server sent a line that does not hold two numbers.');
  }
  return [first, second];
}

/**
 * The answer to LIST with a number (RFC 1939 §5); null where there are no two numbers in it: a size is advice, and not
 * worth a session.
 */
export function sizedMessage(line: string): { number: number; octets: number } | null {
  const match = /^[ \t]*(\d{1,15})[ \t]+(\d{1,15})(?![^ \t])/.exec(line);
  return match === null ? null : { number: Number(match[1]), octets: Number(match[2]) };
}

/**
 * A line of UIDL (RFC 1939 §7): everything behind the number is the UIDL, since servers put spaces, 8-bit octets and
 * more than 70 characters into it. Empty where the server left it out.
 * @throws Pop3ProtocolError when there is no number, or the UIDL holds a line break or NUL, or is over 1,024 octets.
 */
export function namedMessage(line: string): { number: number; uidl: string } {
  const match = /^[ \t]*(\d{1,15})(?:[ \t]+([^\r\n\0]*))?$/.exec(line);
  if (match === null)
    throw brokenProtocol('UIDL', 'The server sent a line that does not hold a number and a UIDL.');
  const uidl = match[2] ?? '';
  if (uidl.length > limits.uidlOctets)
    throw limitPassed('UIDL', 'line', `a UIDL of more than ${limits.uidlOctets} octets`);
  return { number: Number(match[1]), uidl };
}

/** `words` is the text behind -ERR, cleaned. `otherwise`: what it means where no response code says. */
export function refusalOf(command: string, words: string, otherwise: RefusalClass): Pop3Refusal {
  const responseCode = responseCodeOf(words);
  return new Pop3Refusal({
    class: classOfResponseCode(responseCode, otherwise),
    command,
    responseCode,
    said: words,
  });
}

export function brokenProtocol(command: string, what: string): Pop3ProtocolError {
  return new Pop3ProtocolError({ class: 'protocol', command, what, said: '' });
}

export function limitPassed(command: string, limit: LimitKind, what: string): Pop3ProtocolError {
  return new Pop3ProtocolError({
    class: 'limit',
    command,
    limit,
    what: `The server sent ${what}.`,
    said: '',
  });
}

/** One character an octet: neither loses nor invents anything. */
export function latin1(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
}
