import { expect, test } from 'vitest';
import { heirOf } from './useCursor';

test.each<[number[], number, number[], number | null]>([
  [[5, 4, 3, 2, 1], 4, [4], 3],
  [[5, 4, 3, 2, 1], 4, [4, 3], 2],
  [[5, 4, 3, 2, 1], 1, [1], 2],
  [[5, 4, 3, 2, 1], 2, [2, 1], 3],
  [[5], 5, [5], null],
  [[5, 4], 9, [9], null],
])('in %j the selection of %i goes, when %j leave, to %j', (ids, selected, leaving, heir) => {
  expect(heirOf(ids, selected, new Set(leaving))).toBe(heir);
});
