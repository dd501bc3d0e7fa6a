import type { Next, Shortage } from '@/lib/sync/manners';
import type { AccountStatus, SyncStatus, Trouble } from '@/lib/sync/status';

/** The one thing that the status line says, out of what several accounts are doing. */
export type Activity =
  | {
      kind: 'getting';
      got: number;
      total: number;
      fraction: number;
      rate: number;
      secondsLeft: number | null;
    }
  | { kind: 'checking' }
  | { kind: 'offline' }
  /** `account`: null where it concerns all of them. */
  | { kind: 'failed'; account: string | null; problem: Trouble; next: Next | null }
  | { kind: 'signed-out'; account: string }
  | { kind: 'paused' | 'stopped'; got: number; total: number }
  | {
      kind: 'idle';
      checkedAt: number | null;
      /** The server did not hand them over, or they are left there. */
      missing: number;
      leftOut: number;
      deferred: Deferred | null;
      delayed: number | null;
    };

/** Large messages that wait, and what the device is short of. */
export interface Deferred {
  messages: number;
  octets: number;
  reason: 'metered' | 'battery';
}

/** Work first, then what keeps us from working, then rest. */
export function activityOf({ online, shortage, accounts, problem: general }: SyncStatus): Activity {
  const getting = accounts.filter(({ phase }) => phase === 'getting');
  if (getting.length > 0) return gettingActivity(getting);
  if (!online) return { kind: 'offline' };
  if (general) return { kind: 'failed', account: null, problem: general, next: null };
  if (accounts.some(({ phase }) => phase === 'checking')) return { kind: 'checking' };
  for (const { account, phase, problem, next } of accounts) {
    if (phase === 'failed' && problem) return { kind: 'failed', account, problem, next };
  }
  for (const kind of ['paused', 'stopped'] as const) {
    const those = accounts.filter(({ phase }) => phase === kind);
    if (those.length > 0) return { kind, got: sum(those, 'got'), total: sum(those, 'total') };
  }
  const out = accounts.find(({ phase }) => phase === 'signed-out');
  if (out) return { kind: 'signed-out', account: out.account };
  const leftOut = accounts.reduce((total, account) => total + (account.leftOut ?? 0), 0);
  const checked = accounts.map(({ checkedAt }) => checkedAt).filter((time) => time !== null);
  return {
    kind: 'idle',
    checkedAt: checked.length > 0 ? Math.max(...checked) : null,
    missing: sum(accounts, 'missing') - leftOut,
    leftOut,
    deferred: deferredOf(accounts, shortage),
    delayed: delayedUntil(accounts),
  };
}

function deferredOf(accounts: AccountStatus[], { metered }: Shortage): Deferred | null {
  const messages = accounts.reduce((total, { deferred }) => total + (deferred?.messages ?? 0), 0);
  const octets = accounts.reduce((total, { deferred }) => total + (deferred?.octets ?? 0), 0);
  return messages > 0 ? { messages, octets, reason: metered ? 'metered' : 'battery' } : null;
}

/** Until when a server lets nobody in although somebody would check, ms since 1970. */
function delayedUntil(accounts: AccountStatus[]): number | null {
  const delayed = accounts.flatMap(({ next }) => (next?.why === 'login-delay' ? [next.at] : []));
  return delayed.length > 0 ? Math.min(...delayed) : null;
}

function gettingActivity(accounts: AccountStatus[]): Activity {
  const octetsTotal = sum(accounts, 'octetsTotal');
  const octetsGot = sum(accounts, 'octetsGot');
  const rate = sum(accounts, 'rate');
  return {
    kind: 'getting',
    got: sum(accounts, 'got'),
    total: sum(accounts, 'total'),
    // Sizes of LIST are advice: more may come than was announced, and full means done.
    fraction: octetsTotal > 0 ? Math.min(1, octetsGot / octetsTotal) : 0,
    rate,
    secondsLeft: rate > 0 ? Math.max(0, octetsTotal - octetsGot) / rate : null,
  };
}

function sum(
  accounts: AccountStatus[],
  field: 'got' | 'total' | 'octetsGot' | 'octetsTotal' | 'rate' | 'missing',
) {
  return accounts.reduce((total, account) => total + account[field], 0);
}
