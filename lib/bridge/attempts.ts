import 'server-only';
import { createHmac } from 'node:crypto';
import type { Client } from './client';
import type { Counters } from './counters';
import { normaliseHost } from './host';
import type { AttemptLimits, AttemptRule } from './limits';

/** A sign-in that may go on. It is told once how it ended. */
export interface Attempt {
  /** The server took the password: this address need not answer for it. */
  succeeded(): Promise<void>;
  /** No server was shown the password: it counts for the address alone, since whoever tries settings guesses nothing. */
  unproved(): Promise<void>;
  /** Nothing was asked of any server: as if it had not been. */
  withdrawn(): Promise<void>;
}

/** It may not; `retryAfter` in seconds. */
export interface Delay {
  retryAfter: number;
}

/**
 * Counts sign-ins that do not succeed, before they are tried, so that a hundred at once are a hundred:
 *
 *     who            free   then
 *     pair             5    one try, a pause, one try, twice the pause …   address and account together
 *     network         20    the same                                       address
 *     site           100    the same                                       the /48 around an IPv6 address
 *     host           300    who has failed before waits                    everybody against one mail server
 *     everything    1000    the same                                       everybody
 *
 * A stranger locks nobody out: what is counted for an account is counted for his own address with it, and the two
 * counts of everybody slow down those alone who have another failed attempt behind them. What was refused here is not
 * counted: who hammers does not wait for longer, and does not fill the others' counts.
 */
export async function beginAttempt(
  who: { client: Client; host: string; username: string },
  counters: Counters,
  { attempts, secrets }: { attempts: AttemptLimits; secrets: readonly [string, ...string[]] },
): Promise<Attempt | Delay> {
  const { client, username } = who;
  const host = normaliseHost(who.host)?.text ?? who.host;
  const name = (kind: string, ...parts: string[]) =>
    `${kind} ${createHmac('sha256', secrets[0])
      .update(JSON.stringify([kind, ...parts]))
      .digest('base64url')}`;
  const pair = name('pair', client.network, host, sameAccount(username));
  const taken: string[] = [];
  const pauses: string[] = [];
  const withdrawn = async () => {
    for (const key of taken) await counters.takeBack(key);
    for (const key of pauses) await counters.forget(key);
  };

  const personal: [string, AttemptRule][] = [
    [name('network', client.network), attempts.network],
    [name('site', client.site), attempts.site],
    [pair, attempts.pair],
  ];
  let others = 0;
  for (const [key, rule] of personal) {
    const { count } = await counters.add(key, rule.windowMs);
    taken.push(key);
    others = Math.max(others, key === pair ? 0 : count - 1);
    if (count <= rule.free) continue;
    const pause = pausing(key);
    const turn = await counters.add(pause, pauseOf(rule, count - rule.free));
    if (turn.count > 1) {
      await withdrawn();
      return { retryAfter: seconds(turn.restMs) };
    }
    pauses.push(pause);
  }
  for (const [key, rule] of [
    [name('host', host), attempts.host],
    [name('everything'), attempts.everything],
  ] as const) {
    const { count } = await counters.add(key, rule.windowMs);
    taken.push(key);
    if (count > rule.free && others > 0) {
      await withdrawn();
      return { retryAfter: seconds(rule.pauseMs) };
    }
  }
  return {
    withdrawn,
    async unproved() {
      await counters.takeBack(pair);
      if (pauses.includes(pausing(pair))) await counters.forget(pausing(pair));
    },
    async succeeded() {
      for (const key of taken) await counters.takeBack(key);
      // The owner, who mistyped it before: from here on this address may mistype it again.
      await counters.forget(pair);
      await counters.forget(pausing(pair));
    },
  };
}

/** Spellings that a mail server may take for the same account. */
export function sameAccount(username: string): string {
  return username.normalize('NFKC').trim().toLowerCase();
}

/** The count that says that there is a pause. */
const pausing = (key: string) => `paused-${key}`;

/** Twice as long each time. */
function pauseOf({ pauseMs, mostMs }: AttemptRule, time: number): number {
  return Math.min(mostMs, pauseMs * 2 ** Math.min(time - 1, 30));
}

const seconds = (ms: number) => Math.max(1, Math.ceil(ms / 1000));
