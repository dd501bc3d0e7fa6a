import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Counters } from '@/lib/bridge/counters';

/** What every backend of the counters must do. `make` gives one that nobody else uses; time is vitest's. */
export function countersSuite(name: string, make: () => Counters): void {
  describe(`counters in ${name}`, () => {
    beforeEach(() => vi.useFakeTimers());
    afterEach(() => vi.useRealTimers());

    it('count each key for itself, and say how long a count still lives', async () => {
      const counters = make();
      expect(await counters.add('a', 10_000)).toEqual({ count: 1, restMs: 10_000 });
      vi.advanceTimersByTime(4_000);
      expect(await counters.add('a', 10_000)).toEqual({ count: 2, restMs: 6_000 });
      expect(await counters.add('b', 5_000)).toEqual({ count: 1, restMs: 5_000 });
    });

    it('end a count in its time, however often it was added to', async () => {
      const counters = make();
      for (let at = 0; at < 10_000; at += 1_000) {
        await counters.add('a', 10_000);
        vi.advanceTimersByTime(1_000);
      }
      expect((await counters.add('a', 10_000)).count).toBe(1);
    });

    it('lose nothing when many add at once', async () => {
      const counters = make();
      const counts = await Promise.all(Array.from({ length: 100 }, () => counters.add('a', 10_000)));
      expect(counts.map(({ count }) => count).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 100 }, (_, index) => index + 1),
      );
    });

    it('take back, though never below nothing, and never from a count that is over', async () => {
      const counters = make();
      await counters.add('a', 10_000);
      await counters.add('a', 10_000);
      await counters.takeBack('a');
      expect((await counters.add('a', 10_000)).count).toBe(2);
      for (let times = 0; times < 5; times++) await counters.takeBack('a');
      expect((await counters.add('a', 10_000)).count).toBe(1);
      vi.advanceTimersByTime(10_001);
      await counters.takeBack('a');
      expect(await counters.add('a', 3_000)).toEqual({ count: 1, restMs: 3_000 });
    });

    it('forget', async () => {
      const counters = make();
      await counters.add('a', 10_000);
      await counters.add('a', 10_000);
      await counters.forget('a');
      await counters.forget('never counted');
      expect(await counters.add('a', 2_000)).toEqual({ count: 1, restMs: 2_000 });
    });
  });
}
