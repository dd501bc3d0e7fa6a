import { expect, it } from 'vitest';
import { Rate } from './rate';

it('tells octets a second over its window, and nothing before it knows', () => {
  const rate = new Rate();
  rate.add(1_000, 0);
  expect(rate.at(100)).toBe(0);
  for (let at = 200; at <= 4_000; at += 200) rate.add(200, at);
  expect(rate.at(4_000)).toBeGreaterThan(900);
  expect(rate.at(4_000)).toBeLessThan(1_500);
});

it('forgets what is older than its window', () => {
  const rate = new Rate();
  rate.add(1_000_000, 0);
  rate.add(1_000, 10_000);
  expect(rate.at(11_000)).toBeLessThanOrEqual(1_000);
});
