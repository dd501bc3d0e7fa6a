import { expect, test } from 'vitest';
import { BlockCache } from './blockCache';
import type { BlockSource } from './segmentReader';

/** Blocks of ten octets; notes what is read. */
function source(): BlockSource & { read: string[] } {
  const read: string[] = [];
  return {
    read,
    async blocks(kind, first, last) {
      read.push(`${kind}: ${first}-${last}`);
      return Array.from({ length: last - first + 1 }, (_, at) => new Uint8Array(10).fill(first + at));
    },
  };
}

test('what is kept is not read again, and of a row only what is missing', async () => {
  const cache = new BlockCache();
  const below = source();
  const { blocks } = cache.through(7, below);
  await blocks(2, 3, 4);
  expect((await blocks(2, 2, 5)).map(([first]) => first)).toEqual([2, 3, 4, 5]);
  await blocks(2, 2, 5);
  await blocks(3, 3, 3);
  expect(below.read).toEqual(['2: 3-4', '2: 2-5', '3: 3-3']);
});

test('no more is kept than may be, and what was used longest ago goes first', async () => {
  const cache = new BlockCache(30);
  const below = source();
  const { blocks } = cache.through(1, below);
  for (const number of [0, 1, 2, 0, 3]) await blocks(2, number, number);
  expect(cache.octets).toBe(30);
  await blocks(2, 0, 0);
  await blocks(2, 1, 1);
  expect(below.read.slice(4)).toEqual(['2: 1-1']);
});

test('segments are told apart, and those that are gone leave nothing', async () => {
  const cache = new BlockCache();
  const [one, other] = [source(), source()];
  await cache.through(1, one).blocks(2, 0, 0);
  await cache.through(12, other).blocks(2, 0, 0);
  cache.keepOnly(new Set([12]));
  expect(cache.octets).toBe(10);
  await cache.through(12, other).blocks(2, 0, 0);
  await cache.through(1, one).blocks(2, 0, 0);
  expect([one.read.length, other.read.length]).toEqual([2, 1]);
});

test('what could not be read is asked for again', async () => {
  const cache = new BlockCache();
  let fails = true;
  const { blocks } = cache.through(1, {
    blocks: async () => {
      if (fails) throw new RangeError('gone');
      return [new Uint8Array(1)];
    },
  });
  await expect(blocks(2, 0, 0)).rejects.toThrow('gone');
  fails = false;
  expect(await blocks(2, 0, 0)).toHaveLength(1);
});

test('what is asked for in one moment is read in one go where it lies close together', async () => {
  const below = source();
  const through = new BlockCache().through(1, below);
  const found = await Promise.all([
    through.blocks(2, 9, 9),
    through.blocks(2, 1, 2),
    through.blocks(3, 4, 4),
    through.blocks(2, 4, 4),
    through.blocks(2, 1, 1),
  ]);
  expect(found.map((blocks) => blocks.map(([number]) => number))).toEqual([[9], [1, 2], [4], [4], [1]]);
  expect(below.read).toEqual(['2: 1-4', '2: 9-9', '3: 4-4']);
});
