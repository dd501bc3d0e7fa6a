import { Pop3ArgumentError } from './errors';
import { limits } from './limits';
import { masked } from './witness';

/**
 * A command ready to be sent. Errors and logs may name `verb`; `line` can hold a password and is for the wire alone.
 */
export interface Command {
  readonly verb: string;
  readonly line: Uint8Array;
  /** The line as people may see it: what is secret in it is masked, where it enters. */
  readonly shown: string;
}

/** RFC 2449 §5 */
export const capa = () => command('CAPA');
/** RFC 2595 §4 */
export const stls = () => command('STLS');
/** RFC 6856 §2 */
export const utf8 = () => command('UTF8');
/** RFC 6856 §3; without a tag: which languages there are. */
export const lang = (tag?: string) =>
  tag === undefined ? command('LANG') : command('LANG', languageTag(tag));
/** RFC 1939 §7 */
export const user = (name: string) => command('USER', text('USER', 'name', name));
/** RFC 1939 §7 */
export const pass = (password: string) => command('PASS', text('PASS', 'password', password), masked);
/** RFC 1939 §5 */
export const stat = () => command('STAT');
/** RFC 1939 §5; without a number the whole listing. */
export const list = (number?: number) =>
  number === undefined ? command('LIST') : command('LIST', messageNumber('LIST', number));
/** RFC 1939 §7; without a number the whole listing. */
export const uidl = (number?: number) =>
  number === undefined ? command('UIDL') : command('UIDL', messageNumber('UIDL', number));
/** RFC 1939 §7; `lines` of the body, 0 for the header alone. */
export const top = (number: number, lines: number) =>
  command('TOP', `${messageNumber('TOP', number)} ${count('TOP', lines)}`);
/** RFC 1939 §5 */
export const retr = (number: number) => command('RETR', messageNumber('RETR', number));
/** RFC 1939 §5 */
export const dele = (number: number) => command('DELE', messageNumber('DELE', number));
/** RFC 1939 §5 */
export const rset = () => command('RSET');
/** RFC 1939 §5 */
export const noop = () => command('NOOP');
/** RFC 1939 §6 */
export const quit = () => command('QUIT');

function command(verb: string, parameters?: string, shown = parameters): Command {
  const line = parameters === undefined ? verb : `${verb} ${parameters}`;
  return {
    verb,
    line: bytesOf(verb, line, limits.commandOctets),
    shown: shown === undefined ? verb : `${verb} ${shown}`,
  };
}

/** The last door before the wire: no line that leaves can hold a second line, wherever its text came from. */
export function bytesOf(verb: string, line: string, most: number): Uint8Array {
  if (/[\r\n\0]/.test(line)) throw new Pop3ArgumentError(verb, 'an argument holds a line break or NUL.');
  const bytes = Buffer.from(`${line}\r\n`, 'utf8');
  if (bytes.length > most) {
    throw new Pop3ArgumentError(verb, `the line is longer than the ${most} octets that POP3 allows.`);
  }
  return bytes;
}

/**
 * An argument that is text. The message names what is wrong, never the value: it may be the password.
 * @throws Pop3ArgumentError when it is empty or holds a line break or NUL, which no command can carry safely.
 */
export function text(verb: string, what: string, value: string): string {
  if (value === '') throw new Pop3ArgumentError(verb, `the ${what} is empty.`);
  if (/[\r\n\0]/.test(value)) throw new Pop3ArgumentError(verb, `the ${what} holds a line break or NUL.`);
  return value;
}

/** A tag of RFC 5646, or `*` for the server's own choice. */
function languageTag(tag: string): string {
  if (tag !== '*' && !/^[A-Za-z0-9-]{1,80}$/.test(tag)) {
    throw new Pop3ArgumentError('LANG', 'a language is a tag of letters, digits and hyphens, or *.');
  }
  return tag;
}

function messageNumber(verb: string, number: number): string {
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new Pop3ArgumentError(verb, 'a message number is a whole number from 1 on.');
  }
  return String(number);
}

function count(verb: string, lines: number): string {
  if (!Number.isSafeInteger(lines) || lines < 0) {
    throw new Pop3ArgumentError(verb, 'a count of lines is a whole number from 0 on.');
  }
  return String(lines);
}
