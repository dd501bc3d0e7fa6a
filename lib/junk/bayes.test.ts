import { expect, test } from 'vitest';
import { combine, likelihood, logOdds, spamminess, strongest } from './bayes';

const of = (junk: number, good: number, junkMessages: number, goodMessages: number) =>
  spamminess({ junk, good, junkMessages, goodMessages });

test('a word seen equally often among as many of both says nothing, one seen in junk alone nearly all', () => {
  expect(of(5, 5, 100, 100)).toBeCloseTo(0.5);
  expect(of(50, 0, 100, 100)).toBeGreaterThan(0.99);
  expect(of(0, 50, 100, 100)).toBeLessThan(0.01);
});

test('where there is little junk, a rare word of ordinary mail is no proof of ordinary mail', () => {
  expect(of(0, 5, 30, 1_000)).toBeGreaterThan(0.35);
  expect(of(0, 5, 1_000, 1_000)).toBeLessThan(0.05);
  // A common one is, and one in junk stays as telling as it was.
  expect(of(0, 500, 30, 1_000)).toBeLessThan(0.05);
  expect(of(3, 0, 30, 1_000)).toBeCloseTo(of(3, 0, 30, 30));
});

test('without mail of one kind there is no evidence', () => {
  expect(of(9, 0, 30, 0)).toBe(0.5);
  expect(spamminess({ junk: 0, good: 9, junkMessages: 0, goodMessages: 30 }, 0.7)).toBe(0.7);
});

test('much that speaks for either decides, and as much for both does not', () => {
  const words = (spamminess: number, count: number) => Array.from({ length: count }, () => ({ spamminess }));
  expect(combine(words(0.9, 12))).toBeGreaterThan(0.98);
  expect(combine(words(0.1, 12))).toBeLessThan(0.02);
  expect(combine([...words(0.9, 12), ...words(0.1, 12)])).toBeCloseTo(0.5);
  expect(combine([])).toBe(0.5);
});

test('few words prove less than many that say the same', () => {
  const words = (count: number) => combine(Array.from({ length: count }, () => ({ spamminess: 0.97 })));
  expect(words(1)).toBeLessThan(0.85);
  expect(words(2)).toBeLessThan(0.95);
  expect(words(6)).toBeGreaterThan(0.99);
});

test('what says a little is asked, too, what says nothing is not, and of many the strongest', () => {
  const words = [0.51, 0.46, 0.9, 0.55].map((spamminess) => ({ spamminess }));
  expect(strongest(words).map(({ spamminess }) => spamminess)).toEqual([0.9, 0.55, 0.46]);
  const many = Array.from({ length: 300 }, (_, index) => ({ spamminess: index < 150 ? 0.6 : 0.9 }));
  expect(strongest(many).every(({ spamminess }) => spamminess === 0.9)).toBe(true);
});

test('odds and probabilities are one another’s, and nothing is certain', () => {
  for (const p of [0.01, 0.5, 0.985]) expect(likelihood(logOdds(p))).toBeCloseTo(p);
  expect(Number.isFinite(logOdds(1))).toBe(true);
});
