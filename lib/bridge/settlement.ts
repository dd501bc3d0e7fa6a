import 'server-only';
import { randomBytes } from 'node:crypto';

/**
 * Where a retrieval that is done waits for the browser's receipt. In memory (on globalThis, which all routes of a
 * process share, in development as well): the receipt has to reach the process that holds the session.
 */
interface Waiting {
  account: string;
  /** UIDLs that were retrieved to the end in this session. */
  retrieved: ReadonlySet<string>;
  resolve: (settled: boolean) => void;
}

const shared = globalThis as typeof globalThis & { postbagSettlements?: Map<string, Waiting> };

function waiting(): Map<string, Waiting> {
  shared.postbagSettlements ??= new Map();
  return shared.postbagSettlements;
}

export interface Settlement {
  /** 128 random bits, base64url: nobody settles a session that he was not told of. */
  session: string;
  /** True when the receipt names every message; false when it does not, or none came in time. Never rejects. */
  outcome: Promise<boolean>;
  /** The browser has been told: the receipt is waited for so long from now on, in milliseconds. */
  within(ms: number): void;
}

/** Waits for the receipt from now on, until the signal aborts, or the time of `within` is over. */
export function awaitSettlement(
  account: string,
  retrieved: ReadonlySet<string>,
  signal: AbortSignal,
): Settlement {
  const session = randomBytes(16).toString('base64url');
  let within: Settlement['within'] = () => {};
  const outcome = new Promise<boolean>((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    let over = false;
    const finish = (settled: boolean) => {
      over = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      waiting().delete(session);
      resolve(settled);
    };
    const giveUp = () => finish(false);
    within = (ms) => {
      // The receipt may have come already.
      if (!over) timer = setTimeout(giveUp, ms);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    waiting().set(session, { account, retrieved, resolve: finish });
    if (signal.aborted) giveUp();
  });
  return { session, outcome, within };
}

/**
 * Hands in a receipt, once. Null: no such session waits for this account. Otherwise whether it names EVERY message
 * that was retrieved, which alone allows QUIT: Gmail hides at QUIT what was retrieved, stored or not.
 */
export function settle(session: string, account: string, stored: readonly string[]): boolean | null {
  const entry = waiting().get(session);
  if (!entry || entry.account !== account) return null;
  const receipt = new Set(stored);
  const settled = [...entry.retrieved].every((uidl) => receipt.has(uidl));
  entry.resolve(settled);
  return settled;
}
