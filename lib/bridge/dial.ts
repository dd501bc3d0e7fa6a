import 'server-only';
import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import {
  type Certificate,
  connect as connectTls,
  createSecureContext,
  type DetailedPeerCertificate,
  type PeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import type { Config } from './config';
import type { Target } from './guard';
import type { Secure } from './socketWire';
import { TransportError, toTransportError } from './transport';

/** No name has more addresses that are worth the wait. */
const addressesTried = 8;

/**
 * Connects to the first address that answers, starting one after another and not waiting long for each (RFC 8305).
 * Only checked addresses ever get here: nothing is resolved again.
 *
 * @throws TransportError the first address's failure when all of them fail; the signal's reason when it aborts.
 */
export function dial(
  targets: readonly Target[],
  port: number,
  signal: AbortSignal,
  staggerMs: number,
): Promise<{ socket: Socket; target: Target }> {
  return new Promise((resolve, reject) => {
    const waiting = targets.slice(0, addressesTried);
    const pending = new Set<Socket>();
    let firstError: Error | null = null;
    let timer: NodeJS.Timeout | undefined;

    const over = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      for (const socket of pending) socket.destroy();
    };
    const abort = () => {
      over();
      reject(signal.reason);
    };
    const next = () => {
      clearTimeout(timer);
      const target = waiting.shift();
      if (!target) {
        if (pending.size > 0) return;
        over();
        reject(firstError ?? new TransportError('connection_refused'));
        return;
      }
      const socket = connect({ host: target.address, port, family: target.family, noDelay: true });
      pending.add(socket);
      socket.once('connect', () => {
        pending.delete(socket);
        over();
        resolve({ socket, target });
      });
      // Stays for the socket's life: an error between two owners must not end the process.
      socket.on('error', (error) => {
        firstError ??= toTransportError(error, 'connection');
        if (pending.delete(socket)) next();
      });
      timer = setTimeout(next, staggerMs);
    };

    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    else next();
  });
}

/** Reading some 150 authorities takes milliseconds: once for each list, not for each connection. */
const contexts = new WeakMap<readonly string[], SecureContext>();

function contextOf(authorities: readonly string[]): SecureContext {
  let context = contexts.get(authorities);
  if (!context) {
    context = createSecureContext({ ca: [...authorities], minVersion: 'TLSv1.2' });
    contexts.set(authorities, context);
  }
  return context;
}

/** Whom a server's certificate has to satisfy: the authorities; or, where there is a pin, the pin and nobody else. */
export interface Trust {
  authorities: readonly string[];
  /** SHA-256 of the certificate, 64 small hexadecimal digits. */
  pin: string | null;
}

/** A pin counts where the operator allows pins: where he does no longer, one that was sealed is none. */
export function trustIn(
  { authorities, allowPins }: Pick<Config, 'authorities' | 'allowPins'>,
  pin?: string,
): Trust {
  return { authorities, pin: allowPins ? (pin ?? null) : null };
}

/**
 * TLS on a connected socket: 1.2 or later (RFC 8997), the certificate validated against the authorities and the name
 * that was asked for (for a literal address: against the address, without SNI). A pinned one has to be that very one:
 * another one is refused even if it holds, since somebody wanted to hear of every change.
 *
 * @param onSecure null where nobody wants to know: taking a certificate apart is half a millisecond.
 * @throws TransportError `certificate_invalid`, `certificate_changed`, `not_tls`, `tls_failed`, `connection_lost`; the
 *   signal's reason.
 */
export function secureWith(
  target: Target,
  trust: Trust,
  signal: AbortSignal,
  onSecure: ((certificateDays: number) => void) | null,
): Secure {
  return (socket) =>
    handshake(socket, target, trust, signal, trust.pin !== null, (secured) => {
      if (trust.pin !== null && fingerprintOf(secured) !== trust.pin)
        throw new TransportError('certificate_changed');
      onSecure?.(certificateDays(secured));
    });
}

/** A certificate taken apart. */
export interface SeenCertificate {
  subject: string;
  issuer: string;
  names: string[];
  /** ms since 1970 */
  from: number;
  until: number;
  fingerprint: string;
}

/** What a handshake showed, whether it was good enough or not. */
export interface Shown {
  version: string;
  cipher: string;
  /** The server's own, and those above it as it sent them. */
  certificates: SeenCertificate[];
  /** The certificate holds by the authorities, for the name; without regard to a pin. */
  valid: boolean;
  refused: TransportError | null;
}

/** The same by the same rules, and what the server showed is told before it is refused. */
export function inspectingWith(
  target: Target,
  trust: Trust,
  signal: AbortSignal,
  onShown: (shown: Shown) => void,
): Secure {
  return (socket) =>
    handshake(socket, target, trust, signal, true, (secured) => {
      const invalid = secured.authorized ? null : asError(secured.authorizationError);
      const changed = trust.pin !== null && fingerprintOf(secured) !== trust.pin;
      const refused =
        trust.pin === null ? invalid : changed ? new TransportError('certificate_changed') : null;
      onShown({
        version: secured.getProtocol() ?? '',
        cipher: secured.getCipher().standardName,
        certificates: chainOf(secured),
        valid: invalid === null,
        refused,
      });
      if (refused) throw refused;
    });
}

/**
 * @param lenient Node lets a certificate through that does not hold: `judge` has to refuse it.
 * @param judge throws what is wrong, before anybody may send a word
 */
function handshake(
  socket: Socket,
  target: Target,
  { authorities }: Trust,
  signal: AbortSignal,
  lenient: boolean,
  judge: (secured: TLSSocket) => void,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secured = connectTls({
      socket,
      host: target.address,
      ...(target.servername !== null && { servername: target.servername }),
      secureContext: contextOf(authorities),
      rejectUnauthorized: !lenient,
    });
    const abort = () => fail(signal.reason);
    const fail = (error: unknown) => {
      signal.removeEventListener('abort', abort);
      secured.destroy();
      socket.destroy();
      reject(toTransportError(error, 'tls'));
    };
    const closed = () => fail(new TransportError('connection_lost'));
    secured.on('error', fail);
    secured.once('close', closed);
    secured.once('secureConnect', () => {
      signal.removeEventListener('abort', abort);
      secured.off('close', closed);
      secured.pause();
      try {
        judge(secured);
      } catch (error) {
        fail(error);
        return;
      }
      resolve(secured);
    });
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}

/** Node gives the code alone, whatever its types say. */
function asError(code: unknown): TransportError {
  const error = toTransportError(Object.assign(new Error(), { code: String(code) }), 'tls');
  return error instanceof TransportError && error.code === 'certificate_invalid'
    ? error
    : new TransportError('certificate_invalid', 'invalid');
}

/** More than these are no chain. */
const mostInChain = 8;

function chainOf(secured: TLSSocket): SeenCertificate[] {
  const chain: SeenCertificate[] = [];
  let next: Partial<DetailedPeerCertificate> | undefined = secured.getPeerCertificate(true);
  while (next?.raw && chain.length < mostInChain) {
    const fingerprint = sha256(next.raw);
    // A root names itself as its issuer.
    if (chain.some((each) => each.fingerprint === fingerprint)) break;
    chain.push({
      subject: nameIn(next.subject),
      issuer: nameIn(next.issuer),
      names: (next.subjectaltname ?? '')
        .split(', ')
        .map((name) => name.replace(/^(?:DNS|IP Address):/, ''))
        .filter((name) => name !== ''),
      from: Date.parse(next.valid_from ?? ''),
      until: Date.parse(next.valid_to ?? ''),
      fingerprint,
    });
    next = next.issuerCertificate;
  }
  return chain;
}

function nameIn(name: Certificate | undefined): string {
  return [name?.CN, name?.O].flat().filter(Boolean).join(', ');
}

/**
 * SHA-256 of the server's certificate, 64 small hexadecimal digits; null: it showed none. (Not by getPeerX509Certificate:
 * once that was called, Node 20 gives the certificate to nobody any more.)
 */
function fingerprintOf(socket: TLSSocket): string | null {
  const { raw } = socket.getPeerCertificate() as Partial<PeerCertificate>;
  return raw ? sha256(raw) : null;
}

function sha256(octets: Buffer): string {
  return createHash('sha256').update(octets).digest('hex');
}

/** Whole days until the server's certificate ends. */
function certificateDays(socket: TLSSocket): number {
  return Math.floor((Date.parse(socket.getPeerCertificate().valid_to) - Date.now()) / 86_400_000);
}
