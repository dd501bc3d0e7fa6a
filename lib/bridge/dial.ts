import 'server-only';
import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
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
 * @throws TransportError `certificate_invalid`, `certificate_changed`, `not_tls`, `tls_failed`, `connection_lost`; the signal's reason.
 */
export function secureWith(
  target: Target,
  { authorities, pin }: Trust,
  signal: AbortSignal,
  onSecure: ((certificateDays: number) => void) | null,
): Secure {
  return (socket) =>
    new Promise((resolve, reject) => {
      const secured = connectTls({
        socket,
        host: target.address,
        ...(target.servername !== null && { servername: target.servername }),
        secureContext: contextOf(authorities),
        // With a pin it is judged below, before anybody may send a word.
        rejectUnauthorized: pin === null,
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
        if (pin !== null && fingerprintOf(secured) !== pin) {
          fail(new TransportError('certificate_changed'));
          return;
        }
        secured.pause();
        onSecure?.(certificateDays(secured));
        resolve(secured);
      });
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
    });
}

/** SHA-256 of the server's certificate, 64 small hexadecimal digits; null: it showed none. */
function fingerprintOf(socket: TLSSocket): string | null {
  const certificate = socket.getPeerX509Certificate();
  return certificate ? createHash('sha256').update(certificate.raw).digest('hex') : null;
}

/** Whole days until the server's certificate ends. */
function certificateDays(socket: TLSSocket): number {
  return Math.floor((Date.parse(socket.getPeerCertificate().valid_to) - Date.now()) / 86_400_000);
}
