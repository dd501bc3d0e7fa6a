import { expect, it } from 'vitest';
import { isExpired } from './lifetime';

const day = 86_400_000;
const now = 1_000 * day;

it.each<[number | undefined, number, boolean]>([
  [now - 30 * day, 30, true],
  [now - 30 * day + 1, 30, false],
  [now - 900 * day, 0, false],
  [undefined, 30, false],
])('in its folder since %s, kept for %i days: expired %s', (movedAt, days, expired) => {
  expect(isExpired(movedAt === undefined ? {} : { movedAt }, days, now)).toBe(expired);
});
