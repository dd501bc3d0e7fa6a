import { expect, test, vi } from 'vitest';
import { paced } from './paced';

test('the first call works at once, those of the pause are answered by one more run', async () => {
  vi.useFakeTimers();
  try {
    let runs = 0;
    const call = paced(async () => {
      runs += 1;
    }, 250);
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
  const call = paced(() => new Promise<void>((resolve) => void waiting.push(resolve)), 0);
  call();
  call();
  expect(waiting).toHaveLength(1);
  waiting[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  expect(waiting).toHaveLength(2);
});
