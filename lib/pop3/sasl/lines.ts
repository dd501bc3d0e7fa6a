import { bytesOf, type Command, text } from '../commands';
import { Pop3ArgumentError } from '../errors';
import { limits } from '../limits';
import { masked } from '../witness';
import { base64 } from './encoding';
import type { MechanismName } from './mechanism';

/**
 * AUTH (RFC 5034 §4), with the initial response where there is one.
 * @param most octets of the line: 255 by the RFC.
 */
export const auth = (
  mechanism: MechanismName,
  initial?: Uint8Array,
  most: number = limits.commandOctets,
): Command =>
  initial === undefined
    ? line('AUTH', `AUTH ${mechanism}`, `AUTH ${mechanism}`, most)
    : line('AUTH', `AUTH ${mechanism} ${base64(initial)}`, `AUTH ${mechanism} ${masked}`, most);

/** RFC 5034 §4: an answer to a challenge; the line may hold more than a command. */
export const authResponse = (response: Uint8Array): Command =>
  line('AUTH', base64(response), masked, limits.saslLineOctets);

/** RFC 5034 §4: gives up; the server answers -ERR. */
export const authCancel = (): Command => line('AUTH', '*', '*', limits.commandOctets);

/** RFC 1939 §7; the digest is of apop.ts. */
export function apop(name: string, digest: string): Command {
  const username = text('APOP', 'name', name);
  if (username.includes(' '))
    throw new Pop3ArgumentError('APOP', 'the name holds a space, where it would end.');
  return line('APOP', `APOP ${username} ${digest}`, `APOP ${username} ${masked}`, limits.commandOctets);
}

/** Nothing in `content` can break the line: it is base64, or went through `text`; `bytesOf` looks all the same. */
function line(verb: 'AUTH' | 'APOP', content: string, shown: string, most: number): Command {
  return { verb, line: bytesOf(verb, content, most), shown };
}
