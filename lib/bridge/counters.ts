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
  /** Adds one, at once for everybody. A new count lives for `lifeMs` from now; later additions do not prolong it. */
  add(key: string, lifeMs: number): Promise<Count>;
  /** Takes one back. A count that is over stays over. */
  takeBack(key: string): Promise<void>;
  forget(key: string): Promise<void>;
}

/**
 * Keys fall into so many drawers, so that a flood from a million addresses takes no more than some 50 MB. Two keys
 * share one by chance in 131,072 cases; nobody can aim at it, since keys are hashed with the operator's secret before.
 */
const drawers = 2 ** 17;

/** In this process. */
export function memoryCounters(): Counters {
  // Neither its points nor its duration are used: the rules are ours, and what we need of it are counts that expire.
  const limiter = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: 1 });
  return {
    async add(key, lifeMs) {
      const state = await limiter.penalty(drawerOf(key), 1, { customDuration: lifeMs / 1000 });
      return { count: state.consumedPoints, restMs: state.msBeforeNext };
    },
    async takeBack(key) {
      const state = await limiter.get(drawerOf(key));
      if (state && state.consumedPoints > 0) await limiter.reward(drawerOf(key), 1);
    },
    async forget(key) {
      await limiter.delete(drawerOf(key));
    },
  };
}

function drawerOf(key: string): string {
  return String(createHash('sha256').update(key).digest().readUInt32BE() % drawers);
}
