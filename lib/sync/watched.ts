import type { AccountRecord } from '@/lib/store/records/account';
import type { AccountSync } from './accountSync';
import type { Next } from './manners';
import { waitsForUser } from './troubles';

/** One account as the engine keeps its eye on it. */
export interface Watched {
  sync: AccountSync;
  record: AccountRecord;
  /** When the next automatic check is due, and why not sooner. */
  next: Next;
  failures: number;
  /** Set when the user paused it: no automatic check until the user asks. */
  held: boolean;
  /** The user wants everything in the next round, whatever the device is short of. */
  whole: boolean;
  /** The user asked for the next round. */
  asked: boolean;
  /** The user wants another round after the one that is at its end, or brings less than is wanted. */
  again: boolean;
  /** Until then the server allows no further login, ms since 1970 (LOGIN-DELAY). */
  notBefore: number;
  /** What is being tidied up on this device since the last round; the next one waits for it. Never rejects. */
  tidying: Promise<void> | null;
  /** The round that runs; null between rounds. */
  round: Promise<void> | null;
}

/**
 * An account as this leader meets it: a login that the leader before it made counts for the server's delay.
 *
 * @param byHand mail is checked for only when somebody asks
 */
export function watch(sync: AccountSync, record: AccountRecord, byHand: boolean): Watched {
  const { checkedAt } = record;
  const notBefore = checkedAt === null ? 0 : checkedAt + loginDelayOf(record);
  // Who checks by hand is not checked for by the opening of a tab, but a new account is.
  const at = byHand && checkedAt !== null ? Number.POSITIVE_INFINITY : notBefore;
  return {
    sync,
    record,
    next: { at, why: 'login-delay' },
    failures: 0,
    held: false,
    whole: false,
    asked: false,
    again: false,
    notBefore,
    round: null,
    tidying: null,
  };
}

/** Due at once, but for the server's own delay, unless it needs the user or rests by the user's will. */
export function makeDue(watched: Watched): void {
  const { problem } = watched.sync.status;
  if (watched.held || (problem && waitsForUser(problem))) return;
  const at = Math.max(Date.now(), watched.notBefore);
  if (at < watched.next.at) watched.next = { at, why: 'login-delay' };
}

/** Milliseconds between two logins that the server asks for (LOGIN-DELAY, RFC 2449 §6.5). */
export function loginDelayOf({ capabilities }: AccountRecord): number {
  return (capabilities.loginDelay ?? 0) * 1_000;
}
