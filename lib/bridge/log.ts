import 'server-only';
import { randomBytes } from 'node:crypto';
import pino, { type DestinationStream, type Logger } from 'pino';
import type { ProblemCode } from '@/lib/contract/errors';
import type { Config } from './config';
import { normaliseHost } from './host';

export type { Logger };

/**
 * What the operator reads: one line of JSON for each request, at start and at stop. Never an address, a user name, a
 * password, a word of a message or of a server; mail hosts only where he asks for them (POSTBAG_LOG_HOSTS).
 * Lines are built here from values that are none of these, not cleaned afterwards.
 */
export function makeLogger(
  { logLevel }: Pick<Config, 'logLevel'>,
  destination: DestinationStream = pino.destination({ fd: 1, sync: true }),
): Logger {
  return pino({ level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}

/** The line of one request, from its beginning to its end. */
export class RequestLine {
  /** A stream goes on after its answer has begun: whoever feeds it writes the line. */
  streams = false;
  private readonly begun = performance.now();
  private readonly id = randomBytes(6).toString('hex');
  private host: string | null = null;
  private readonly told: (() => void)[] = [];

  constructor(
    private readonly logger: Logger,
    private readonly method: string,
    private readonly route: string,
    private readonly withHosts: boolean,
  ) {}

  /** It concerns this mail server. What is no host at all may be anything, a password in the wrong field too. */
  concerns(host: string): void {
    if (this.withHosts) this.host = normaliseHost(host)?.text ?? null;
  }

  /** Calls this when the request is over, which is when its line is written. */
  whenWritten(tell: () => void): void {
    this.told.push(tell);
  }

  /**
   * @param code why it failed; null: it did not.
   * @param fault an error of our own, of which name and place are told, never the message.
   */
  write(status: number, code: ProblemCode | null, octets: number, fault?: unknown): void {
    for (const tell of this.told.splice(0)) tell();
    const line = {
      id: this.id,
      method: this.method,
      route: this.route,
      status,
      ...(code !== null && { code }),
      ms: Math.round(performance.now() - this.begun),
      octets,
      ...(this.host !== null && { host: this.host }),
      ...(code === 'internal' && { fault: placeOf(fault) }),
    };
    if (code === 'internal') this.logger.error(line, 'request');
    else this.logger.info(line, 'request');
  }
}

/** The route of an address: the account in it names somebody's cookie. */
export function routeOf(url: string): string {
  const { pathname } = new URL(url);
  const known =
    /^\/api(?:\/accounts(?:\/[A-Za-z0-9_-]{22}(?:\/[a-z]{1,20})?)?|\/demo|\/discovery|\/doctor|\/oauth(?:\/finish|\/providers|\/callback\/[a-z0-9-]{1,32})?|\/health(?:\/ready)?)?$/.test(
      pathname,
    );
  if (!known) return '(other)';
  return pathname
    .replace(/\/[A-Za-z0-9_-]{22}(?=\/|$)/, '/{account}')
    .replace(/(\/callback)\/.*/, '$1/{provider}');
}

function placeOf(error: unknown): { name: string; at: string[] } {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const at = stack.split('\n').filter((line) => /^ {4}at /.test(line));
  return {
    name: error instanceof Error ? error.constructor.name : typeof error,
    at: at.slice(0, 8).map((line) => line.trim()),
  };
}
