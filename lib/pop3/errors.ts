import { limits } from './limits';

/**
 * What a failure means to a person: `auth` wrong credentials, `busy` the maildrop is locked, `delay` too soon,
 * `temporary` may pass, `permanent` will not, `protocol` the peer is broken, `limit` it sent too much.
 */
export type Pop3ErrorClass = 'auth' | 'busy' | 'delay' | 'temporary' | 'permanent' | 'protocol' | 'limit';

/** Which kind of limit was passed: the length of a line, a count of lines or messages, the octets of a whole. */
export type LimitKind = 'line' | 'count' | 'octets';

interface Details<Class extends Pop3ErrorClass> {
  class: Class;
  /** The verb alone (`RETR`, `PASS`, `AUTH`), or `greeting`: never an argument. */
  command: string;
  /** The server's own words as {@link cleanWords} leaves them; empty when there are none worth showing. */
  said: string;
}

/** `-ERR`: the server said no to one command; the session goes on. */
export class Pop3Refusal extends Error {
  override readonly name = 'Pop3Refusal';
  readonly class: RefusalClass;
  readonly command: string;
  /** Upper case, without brackets (`IN-USE`, `SYS/TEMP`); null when the server gave none (RFC 2449 §8). */
  readonly responseCode: string | null;
  readonly said: string;

  constructor(details: Details<RefusalClass> & { responseCode: string | null }) {
    super(`The server refused ${details.command}${details.said === '' ? '.' : `: ${details.said}`}`);
    this.class = details.class;
    this.command = details.command;
    this.responseCode = details.responseCode;
    this.said = details.said;
  }
}

export type RefusalClass = Exclude<Pop3ErrorClass, 'protocol' | 'limit'>;

/** The peer is broken or passed a limit: nothing more is sent, the session is dead. */
export class Pop3ProtocolError extends Error {
  override readonly name = 'Pop3ProtocolError';
  readonly class: 'protocol' | 'limit';
  readonly command: string;
  /** With class `limit`, which; its number stands in limits.ts. */
  readonly limit: LimitKind | null;
  readonly said: string;

  constructor(details: Details<'protocol' | 'limit'> & { what: string; limit?: LimitKind }) {
    super(`${details.what} (${details.command})`);
    this.class = details.class;
    this.command = details.command;
    this.limit = details.limit ?? null;
    this.said = details.said;
  }
}

/** The connection ended while an answer was due, or the session had ended before the command. */
export class Pop3Closed extends Error {
  override readonly name = 'Pop3Closed';
  constructor(readonly command: string) {
    super(`The connection was closed before ${command} was answered.`);
  }
}

/** An argument that must never reach a server. Nothing was sent; the session goes on. */
export class Pop3ArgumentError extends Error {
  override readonly name = 'Pop3ArgumentError';
  constructor(
    readonly command: string,
    what: string,
  ) {
    super(`${command}: ${what}`);
  }
}

/**
 * A server's words made fit for an error: UTF-8 where it is UTF-8 (else Latin-1), secrets blacked out (some servers
 * repeat the whole unknown command), control and formatting characters removed (terminal escapes, bidi overrides),
 * cut to 200 characters. It is text, never markup: whoever shows it must escape it.
 */
export function cleanWords(bytes: Uint8Array, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [secret, misread(secret)]);
  // Again behind the cleaning: a secret with a character in it that is cleaned away may stand there only now.
  const text = blackOut(clean(blackOut(decode(bytes), forms)), forms.map(clean));
  return Array.from(text).slice(0, limits.saidCharacters).join('');
}

function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').trim();
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return latin1.decode(bytes);
  }
}

const latin1 = new TextDecoder('latin1');

/** What becomes of a secret in UTF-8 when one octet elsewhere in the line makes all of it Latin-1. */
function misread(secret: string): string {
  return latin1.decode(new TextEncoder().encode(secret));
}

/** Case is ignored: servers that echo a line sometimes upper-case it first. */
function blackOut(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce(
      (shown, secret) =>
        shown.replace(new RegExp(secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi'), '***'),
      text,
    );
}
