import type { Trouble } from './status';
import { waitsForUser } from './troubles';

/** What the device is short of; a tab tells it where the browser does. */
export interface Shortage {
  /** The connection is paid for by what goes over it, or its owner asks to save. */
  metered: boolean;
  /** The battery is low and not being charged. */
  lowBattery: boolean;
}

export const plenty: Shortage = { metered: false, lowBattery: false };

/** After failures the pause doubles from the first to the second, ms. */
const backOff = { first: 15_000, most: 15 * 60_000 };
/** While the device is short of something, automatic checks come no more often, ms. */
const sparingly = 15 * 60_000;
/** Who looks at the tab again gets a check, unless the last one is younger than this, ms. */
const freshFor = 30_000;
const never = Number.POSITIVE_INFINITY;

/** What is waited for until the next check, as the status says it. */
export type NextWhy =
  /** The clock. */
  | 'interval'
  /** The server lets nobody in sooner (LOGIN-DELAY, RFC 2449 §6.5). */
  | 'login-delay'
  /** It went wrong, and is tried again more and more rarely. */
  | 'back-off';

export interface Next {
  /** Ms since 1970; infinite: when somebody asks. */
  at: number;
  why: NextWhy;
}

export function isShort({ metered, lowBattery }: Shortage): boolean {
  return metered || lowBattery;
}

/** How long between two automatic checks, ms. @param minutes as the user set it; 0: only by hand */
function interval(minutes: number, shortage: Shortage): number {
  if (minutes === 0) return never;
  return isShort(shortage) ? Math.max(minutes * 60_000, sparingly) : minutes * 60_000;
}

/**
 * When a round that has ended is followed by the next one.
 *
 * @param ended ms since 1970
 * @param loginDelay ms; a login that failed counts as one for many servers
 * @param more the server may show more at once
 */
export function afterRound(
  ended: number,
  wishes: { minutes: number; shortage: Shortage },
  { loginDelay, more }: { loginDelay: number; more: boolean },
): Next {
  const wait = more ? 0 : interval(wishes.minutes, wishes.shortage);
  return loginDelay > wait
    ? { at: ended + loginDelay, why: 'login-delay' }
    : { at: ended + wait, why: 'interval' };
}

/** The same for one that failed, the `failures`-th in a row. What only the user can cure waits for the user. */
export function afterFailure(
  ended: number,
  failures: number,
  loginDelay: number,
  problem: Trouble | null,
): Next {
  if (problem && waitsForUser(problem)) return { at: never, why: 'back-off' };
  const pause = Math.min(backOff.first * 2 ** (failures - 1), backOff.most);
  const asked = (problem?.retryAfter ?? 0) * 1_000;
  if (loginDelay > Math.max(pause, asked)) return { at: ended + loginDelay, why: 'login-delay' };
  return { at: ended + Math.max(pause, asked), why: 'back-off' };
}

/** Whether a look at the tab is worth a check. @param checkedAt ms since 1970; null: never */
export function worthALook(checkedAt: number | null, minutes: number, now: number): boolean {
  return minutes > 0 && (checkedAt === null || now - checkedAt >= freshFor);
}
