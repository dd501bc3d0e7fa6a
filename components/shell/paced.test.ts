import { expect, test, vi } from 'vitest';
import { atOnce, paced } from './paced';

test('the first call works at once, those of the pause are answered by one more run', async () => {
  vi.useFakeTimers();
  try {
    let runs = 0;
    const call = paced(
      async () => {
        runs += 1;
      },
      { first: 250, most: 250 },
    );
    call();
    expect(runs).toBe(1);
    for (let i = 0; i < 10; i++) call();
    await vi.advanceTimersByTimeAsync(249);
    expect(runs).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(runs).toBe(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(runs).toBe(2);
    call();
    expect(runs).toBe(3);
  } finally {
    vi.useRealTimers();
  }
});

test('a call while the work is still going on is not lost', async () => {
  const waiting: (() => void)[] = [];
  const call = paced(() => new Promise<void>((resolve) => void waiting.push(resolve)), atOnce);
  call();
  call();
  expect(waiting).toHaveLength(1);
  waiting[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  expect(waiting).toHaveLength(2);
});

test('the longer a burst lasts, the longer are the pauses, up to the most; after it they are short again', async () => {
  vi.useFakeTimers();
  try {
    const runs: number[] = [];
    const call = paced(async () => void runs.push(Date.now()), { first: 250, most: 1_000 });
    for (let ms = 0; ms < 20_000; ms += 10) {
      call();
      await vi.advanceTimersByTimeAsync(10);
    }
    const gaps = runs.slice(1).map((at, index) => at - (runs[index] ?? 0));
    expect(gaps.slice(0, 2)).toEqual([250, 312]);
    expect(Math.max(...gaps)).toBe(1_000);
    expect(gaps.at(-1)).toBe(1_000);
    await vi.advanceTimersByTimeAsync(5_000);
    runs.length = 0;
    call();
    call();
    await vi.advanceTimersByTimeAsync(250);
    expect(runs).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});
