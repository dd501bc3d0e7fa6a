import 'server-only';
import { createHmac, randomBytes } from 'node:crypto';
import { sameAccount } from './attempts';
import { normaliseHost } from './host';
import { BridgeFailure, problemOf } from './problem';

/**
 * One POP3 session a maildrop at a time: servers lock the maildrop (RFC 1939 §4), and a second session of ours would
 * be told [IN-USE] after many seconds. Waiting ones go first in, first out.
 */
interface Leases {
  /** For each maildrop that is in use, those who wait for it. */
  queues: Map<string, (() => void)[]>;
  /** Keys are hashed with a secret of this process: neither hosts nor passwords lie about in memory. */
  secret: Buffer;
}

/** More than these do not wait for one maildrop: a browser has one request for it at a time, and a person few browsers. */
const maxWaiting = 8;

const shared = globalThis as typeof globalThis & { postbagLeases?: Leases };

function leases(): Leases {
  shared.postbagLeases ??= { queues: new Map(), secret: randomBytes(32) };
  return shared.postbagLeases;
}

/**
 * Names a maildrop. Password or token is part of it: somebody who does not know it must not be able to make the owner
 * wait, and before login nobody knows who is who.
 */
export function leaseKey(
  maildrop: { host: string; username: string } & ({ password: string } | { token: string }),
): string {
  const { username } = maildrop;
  const secret = 'password' in maildrop ? maildrop.password : maildrop.token;
  // However they are spelt: two sessions of one maildrop would meet at the server, and one be told [IN-USE].
  const host = normaliseHost(maildrop.host)?.text ?? maildrop.host;
  return createHmac('sha256', leases().secret)
    .update(JSON.stringify([host, sameAccount(username), secret]))
    .digest('base64');
}

/**
 * Takes the maildrop, or waits for it. The answer gives it back, once; calling it again does nothing.
 *
 * @throws BridgeFailure `mailbox_busy` after `waitMs`, or at once where many wait already; the signal's reason when it aborts.
 */
export async function takeLease(key: string, waitMs: number, signal: AbortSignal): Promise<() => void> {
  signal.throwIfAborted();
  const { queues } = leases();
  const queue = queues.get(key);
  if (!queue) queues.set(key, []);
  else if (queue.length >= maxWaiting)
    throw new BridgeFailure(problemOf('mailbox_busy', { step: 'mailbox' }));
  else await turn(queue, waitMs, signal);

  let held = true;
  return () => {
    if (!held) return;
    held = false;
    const next = queues.get(key)?.shift();
    if (next) next();
    else queues.delete(key);
  };
}

/** Somebody stands in line for the maildrop. */
export function isWaitedFor(key: string): boolean {
  return (leases().queues.get(key)?.length ?? 0) > 0;
}

function turn(queue: (() => void)[], waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (error: unknown) => {
      queue.splice(queue.indexOf(mine), 1);
      over();
      reject(error);
    };
    const abort = () => leave(signal.reason);
    const timer = setTimeout(
      () => leave(new BridgeFailure(problemOf('mailbox_busy', { step: 'mailbox' }))),
      waitMs,
    );
    const over = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    const mine = () => {
      over();
      resolve();
    };
    signal.addEventListener('abort', abort, { once: true });
    queue.push(mine);
  });
}
