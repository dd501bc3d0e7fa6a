import { expect, it } from 'vitest';
import { isExpired, lastAllowed } from './lifetime';

const day = 86_400_000;
const now = 1_000 * day;

it.each<[number | undefined, number, boolean]>([
  [now - 30 * day, 30, true],
  [now - 30 * day + 1, 30, false],
  [now - 900 * day, 0, false],
  [undefined, 30, false],
])('in its folder since %s, kept for %i days: expired %s', (movedAt, days, expired) => {
  expect(isExpired({ id: 1, movedAt }, { days, messages: 0 }, null, now)).toBe(expired);
});

it('of a number, those go that came first, but none that came within a day, or nobody knows when', () => {
  // Two came in one moment: which of them was stored first decides.
  const came = [now - 3 * day, now - 9 * day, now - 3 * day, undefined, now - day + 1, now - day];
  const there = came.map((movedAt, id) => ({ id, movedAt }));
  const going = (messages: number) => {
    const lifetime = { days: 0, messages };
    const last = lastAllowed(there, lifetime);
    return there.filter((one) => isExpired(one, lifetime, last, now)).map(({ id }) => id);
  };
  expect(going(0)).toEqual([]);
  expect(going(6)).toEqual([]);
  expect(going(5)).toEqual([]);
  expect(going(4)).toEqual([1]);
  expect(going(3)).toEqual([0, 1]);
  expect(going(1)).toEqual([0, 1, 2, 5]);
});
