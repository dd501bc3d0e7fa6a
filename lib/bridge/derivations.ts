import 'server-only';
import type { InTurn } from '@/lib/pop3/sasl/mechanism';

/**
 * How many keys are derived at a time. How long each takes, a mail server decides, and anybody may have one; Node's
 * threads are four, and files and names have to find one free.
 */
const most = 2;

/** On globalThis, which all routes of a process share. */
const shared = globalThis as typeof globalThis & {
  postbagDerivations?: { running: number; waiting: Set<() => void> };
};

/** SCRAM's hashing for a session that lives as long as `signal`: first come, first served; who has gone, waits no more. */
export function inTurn(signal: AbortSignal): InTurn {
  return async (work) => {
    signal.throwIfAborted();
    shared.postbagDerivations ??= { running: 0, waiting: new Set() };
    const line = shared.postbagDerivations;
    if (line.running < most) line.running += 1;
    else await turn(line.waiting, signal);
    try {
      return await work();
    } finally {
      const [next] = line.waiting;
      // It gets this place, which therefore stays counted.
      if (next) next();
      else line.running -= 1;
    }
  };
}

function turn(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = () => {
      waiting.delete(mine);
      signal.removeEventListener('abort', abort);
    };
    const abort = () => {
      over();
      reject(signal.reason);
    };
    const mine = () => {
      over();
      resolve();
    };
    signal.addEventListener('abort', abort, { once: true });
    waiting.add(mine);
  });
}
