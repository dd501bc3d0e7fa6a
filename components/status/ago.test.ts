import { expect, test } from 'vitest';
import { agoText } from './ago';

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
