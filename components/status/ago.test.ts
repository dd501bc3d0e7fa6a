import { expect, test } from 'vitest';
import { agoText, inText } from './ago';

test.each([
  [0, null],
  [59_000, null],
  [-5_000, null],
  [60_000, '1 min ago'],
  [150_000, '2 min ago'],
  [3 * 3_600_000, '3 hr ago'],
  [25 * 3_600_000, 'yesterday'],
  [49 * 3_600_000, '2 days ago'],
])('%d ms ago is %j', (passed, text) => {
  expect(agoText(1_000_000_000 - passed, 1_000_000_000, 'en-GB')).toBe(text);
});

test.each([
  [-5_000, 'in 1 min'],
  [0, 'in 1 min'],
  [61_000, 'in 2 min'],
  [59 * 60_000, 'in 59 min'],
  [61 * 60_000, 'in 2 hr'],
])('what is due in %d ms comes %j', (wait, text) => {
  expect(inText(1_000_000_000 + wait, 1_000_000_000, 'en-GB')).toBe(text);
});
