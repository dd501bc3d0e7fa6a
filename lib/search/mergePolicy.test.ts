import { expect, test } from 'vitest';
import type { SearchSegmentRecord } from '@/lib/store/records/search';
import { nextMerge } from './mergePolicy';

const now = Date.UTC(2026, 0, 2);
const hour = 3_600_000;
let ids = 0;
const segment = (documents: number, change: Partial<SearchSegmentRecord> = {}): SearchSegmentRecord => {
  ids += 1;
  const nobody = { dead: new Uint8Array(), deadCount: 0, deadSince: null };
  return { id: ids, whole: true, documents, octets: 1, ...nobody, ...change };
};
const several = (count: number, documents: number, change: Partial<SearchSegmentRecord> = {}) =>
  Array.from({ length: count }, () => segment(documents, change));

test('eight segments of one size become one, the smallest of them; seven do not, nor eight of two sizes', () => {
  expect(nextMerge([], now)).toBe(null);
  expect(nextMerge(several(7, 512), now)).toBe(null);
  expect(nextMerge([...several(4, 512), ...several(4, 513)], now)).toBe(null);
  expect(nextMerge([...several(4, 9), ...several(4, 9, { whole: false })], now)).toBe(null);
  const large = segment(500);
  const small = several(8, 20);
  const merged = nextMerge([large, ...small], now);
  expect(merged?.map(({ id }) => id)).toEqual(small.map(({ id }) => id));
});

test('a size is that of what lives', () => {
  const shrunk = several(4, 600, { deadCount: 59, deadSince: now });
  const smaller = several(4, 600, { deadCount: 100, deadSince: now, whole: false });
  expect(nextMerge([...several(7, 600), segment(600, { deadCount: 59, deadSince: now })], now)).toHaveLength(
    8,
  );
  expect(nextMerge([...several(4, 500, { whole: false }), ...smaller], now)).toHaveLength(8);
  expect(nextMerge([...several(4, 500), ...shrunk], now)).toBe(null);
});

test('a segment is rewritten when a tenth of it is dead, or after a day; one of heads by the clock alone', () => {
  const dead = (deadCount: number, age: number, whole = true) => [
    segment(100, { whole, deadCount, deadSince: now - age }),
  ];
  expect(nextMerge(dead(9, 0), now)).toBe(null);
  expect(nextMerge(dead(10, 0), now)).toHaveLength(1);
  expect(nextMerge(dead(1, 24 * hour - 1), now)).toBe(null);
  expect(nextMerge(dead(1, 24 * hour), now)).toHaveLength(1);
  expect(nextMerge(dead(90, 0, false), now)).toBe(null);
  expect(nextMerge(dead(1, 24 * hour, false), now)).toHaveLength(1);
  expect(nextMerge([segment(100)], now)).toBe(null);
});
