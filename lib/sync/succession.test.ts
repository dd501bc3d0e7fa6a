import { expect, it } from 'vitest';
import { handsOver, takesOver } from './succession';

it('a leader hands over when it has been hidden for long, and not before', () => {
  expect(handsOver(null, 1_000_000)).toBe(false);
  expect(handsOver(1_000, 10_999)).toBe(false);
  expect(handsOver(1_000, 11_000)).toBe(true);
});

it('a leader that falls silent loses the lead to a tab that is seen, and to no other', () => {
  expect(takesOver(true, 1_000, 6_999)).toBe(false);
  expect(takesOver(true, 1_000, 7_000)).toBe(true);
  expect(takesOver(false, 1_000, 60_000)).toBe(false);
});
