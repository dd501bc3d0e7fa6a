import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StreamPace } from './pace';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('tells how fast a stream is lately, not how fast it once was', () => {
  const pace = new StreamPace(1_000);
  pace.brought(1_000_000);
  vi.advanceTimersByTime(1_000);
  expect(pace.rate()).toBeCloseTo(1_000_000);
  for (let seconds = 0; seconds < 60; seconds += 1) {
    vi.advanceTimersByTime(1_000);
    pace.brought(500);
  }
  expect(pace.rate()).toBeGreaterThan(450);
  expect(pace.rate()).toBeLessThan(550);
  vi.advanceTimersByTime(60_000);
  pace.rate();
  vi.advanceTimersByTime(15_000);
  expect(pace.rate()).toBe(0);
});

it('is asked first, and cut once its time is over', () => {
  const pace = new StreamPace(1_000);
  const end = vi.fn();
  pace.endBy(end);
  expect(pace.asked).toBe(false);
  pace.makeRoom();
  pace.makeRoom();
  expect([pace.asked, pace.cut]).toEqual([true, false]);
  vi.advanceTimersByTime(1_000);
  expect(pace.cut).toBe(true);
  expect(end).toHaveBeenCalledTimes(1);
});

it('is cut at its beginning when its time was over before', () => {
  const pace = new StreamPace(1_000);
  pace.makeRoom();
  vi.advanceTimersByTime(1_000);
  const end = vi.fn();
  pace.endBy(end);
  expect(end).toHaveBeenCalledTimes(1);
});

it('is not cut when it is over by itself, and not asked any more', () => {
  const pace = new StreamPace(1_000);
  const end = vi.fn();
  pace.endBy(end);
  pace.makeRoom();
  pace.over();
  vi.advanceTimersByTime(5_000);
  expect(end).not.toHaveBeenCalled();
  const gone = new StreamPace(1_000);
  gone.over();
  gone.makeRoom();
  expect([gone.asked, vi.getTimerCount()]).toEqual([false, 0]);
});
