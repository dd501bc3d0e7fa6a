import 'server-only';
import { BridgeFailure, problemOf } from './problem';

/** How many POP3 sessions this process has open. On globalThis, which all routes of a process share. */
const shared = globalThis as typeof globalThis & { postbagSessions?: number };

/** Most retrievals last half a minute at the longest. */
const retryAfterSeconds = 15;

/**
 * Takes one of the `most` places for POP3 sessions. The answer gives it back, once; calling it again does nothing.
 * Nobody is made to wait for one: a queue of requests would hold as much as the sessions do.
 *
 * @throws BridgeFailure `too_soon` when all are taken.
 */
export function takePlace(most: number): () => void {
  const taken = shared.postbagSessions ?? 0;
  if (taken >= most) throw new BridgeFailure(busy);
  shared.postbagSessions = taken + 1;
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    shared.postbagSessions = (shared.postbagSessions ?? 1) - 1;
  };
}

const busy = problemOf('too_soon', {
  message: 'The bridge is busy: it has as many mailboxes open as it can serve at a time.',
  hint: 'Wait a little and try again; if it stays, tell the operator.',
  retryAfter: retryAfterSeconds,
});
