import 'server-only';
import { createHash } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** A count as it stands, and for how many milliseconds it will. */
export interface Count {
  count: number;
  restMs: number;
}

/**
 * Counts that end by themselves: all that the limits on attempts remember. In memory here; a Redis shared by several
 * bridges can stand behind the same three operations, and runs the same tests (e2e/support/countersSuite.ts).
 */
export interface Counters {
  /** Adds one, at once for everybody. `key` is a kind of count, a space and a name. A new count lives for `lifeMs` from now; later additions do not prolong it. */
  add(key: string, lifeMs: number): Promise<Count>;
  /** Takes one back. A count that is over stays over. */
  takeBack(key: string): Promise<void>;
  /** Forgets what was counted for this key; never what was, or may have been, counted for another. */
  forget(key: string): Promise<void>;
}

/** So many keys have a count of their own. Three or four are counted for an attempt that fails. */
const ownCounts = 2 ** 16;
/**
 * Those beyond fall into so many drawers for each kind, so that a flood from a million addresses takes no more than some
 * 70 MB. Nobody can aim at a drawer, since names are hashed with the operator's secret before. A drawer belongs to several,
 * and is forgotten for none of them: else whoever signs in often enough, at a server of his own, would have the failed
 * attempts of others forgotten, drawer by drawer.
 */
const drawers = 2 ** 14;

/** In this process. `most`: keys with a count of their own. */
export function memoryCounters(most = ownCounts): Counters {
  // Neither its points nor its duration are used: the rules are ours, and what we need of it are counts that expire.
  const limiter = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: 1 });
  /** Keys with a count of their own, and when it ends. */
  const own = new Map<string, number>();
  let sweptAt = 0;
  const sweep = (now: number) => {
    // A walk over all of them takes milliseconds: once a second at the most.
    if (now - sweptAt < 1000) return;
    sweptAt = now;
    for (const [key, endsAt] of own) if (endsAt <= now) own.delete(key);
  };
  const placeOf = (key: string) => (own.has(key) ? key : drawerOf(key));
  return {
    async add(key, lifeMs) {
      const now = Date.now();
      if (own.size >= most) sweep(now);
      const endsAt = own.get(key);
      if (endsAt === undefined ? own.size < most : endsAt <= now) own.set(key, now + lifeMs);
      const state = await limiter.penalty(placeOf(key), 1, { customDuration: lifeMs / 1000 });
      return { count: state.consumedPoints, restMs: state.msBeforeNext };
    },
    async takeBack(key) {
      const place = placeOf(key);
      const state = await limiter.get(place);
      if (state && state.consumedPoints > 0) await limiter.reward(place, 1);
    },
    async forget(key) {
      if (own.delete(key)) await limiter.delete(key);
    },
  };
}

/** The drawer of a key, which is `kind name`: kinds share none, since each has lives and limits of its own. */
export function drawerOf(key: string): string {
  const [kind] = key.split(' ', 1);
  return `drawer ${kind} ${createHash('sha256').update(key).digest().readUInt32BE() % drawers}`;
}
