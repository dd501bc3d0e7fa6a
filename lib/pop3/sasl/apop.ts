import { text } from '../commands';
import { utf8 } from './encoding';
import type { Md5 } from './mechanism';

const word = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const dotted = `${word}(?:\\.${word})*`;
/** RFC 1939 §7 wants a msg-id of RFC 822: printable ASCII, one `@`, and nothing that would have to be quoted. */
const messageId = new RegExp(`^<${dotted}@(?:${dotted}|\\[[A-Za-z0-9.:]+\\])>`);

/**
 * The timestamp in a greeting, with its brackets; null where there is none or it is malformed. Strict, because a
 * server in between that may send any octets finds out the password's first letters from MD5 collisions
 * (CVE-2007-1558); the collisions known are no msg-ids.
 */
export function timestampOf(greeting: string): string | null {
  const start = greeting.indexOf('<');
  return start < 0 ? null : (messageId.exec(greeting.slice(start))?.[0] ?? null);
}

/**
 * What APOP (RFC 1939 §7) sends in place of the password: MD5 of timestamp and password, in hexadecimal.
 * @throws Pop3ArgumentError
 */
export function apopDigest(timestamp: string, password: string, md5: Md5): string {
  return Buffer.from(md5.hash(utf8(timestamp + text('APOP', 'password', password)))).toString('hex');
}
