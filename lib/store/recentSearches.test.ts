import { beforeEach, expect, test } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { forgetSearches, noteSearch, recentSearches } from './recentSearches';

beforeEach(async () => {
  await emptyStore();
});

test('the newest stands first, once, and what was typed on takes the place of its beginning', async () => {
  for (const text of ['from:ada', 'choir', 'choir thursday', ' from:ada ', 'x']) await noteSearch(text);
  expect(await recentSearches()).toEqual(['from:ada', 'choir thursday']);
});

test('few are kept, and none when they are forgotten', async () => {
  for (let n = 10; n < 30; n += 1) await noteSearch(`search ${n}`);
  expect(await recentSearches()).toHaveLength(8);
  expect((await recentSearches())[0]).toBe('search 29');
  await forgetSearches();
  expect(await recentSearches()).toEqual([]);
});
