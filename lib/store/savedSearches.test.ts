import { beforeEach, expect, test } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import {
  maxSaved,
  removeSearch,
  renameSearch,
  restoreSearch,
  savedSearches,
  saveSearch,
} from './savedSearches';

beforeEach(async () => {
  await emptyStore();
});

const names = async () => (await savedSearches()).map(({ name }) => name);

test('searches are kept by name, renamed, taken away and put back as they were', async () => {
  const bills = await saveSearch({ name: ' Bills ', text: 'subject:invoice' });
  await saveSearch({ name: 'Ada', text: 'from:ada' });
  expect(await names()).toEqual(['Ada', 'Bills']);
  const before = await renameSearch(bills.id, 'A first one');
  expect(await names()).toEqual(['A first one', 'Ada']);
  await renameSearch(bills.id, before.name);
  const all = await savedSearches();
  const removed = await removeSearch(bills.id);
  expect(await names()).toEqual(['Ada']);
  if (removed) await restoreSearch(removed);
  expect(await savedSearches()).toEqual(all);
});

test('a name turns no letters', async () => {
  await saveSearch({ name: '\u202eevil', text: 'from:ada' });
  expect(await names()).toEqual(['evil']);
});

test('of a text that is longer than a query can be, the beginning is kept', async () => {
  const { text } = await saveSearch({ name: 'Long', text: 'a'.repeat(50_000) });
  expect(text).toHaveLength(2_000);
});

test('what cannot be told apart, has no name or is gone, is refused, and nothing is changed', async () => {
  await saveSearch({ name: 'Ada', text: 'from:ada' });
  const before = await savedSearches();
  const refused = (work: Promise<unknown>, trouble: string) =>
    expect(work).rejects.toMatchObject({ name: 'PlaceRefused', trouble });
  await refused(saveSearch({ name: 'ADA', text: 'x' }), 'taken');
  await refused(saveSearch({ name: '  ', text: 'x' }), 'empty');
  await refused(saveSearch({ name: 'x'.repeat(101), text: 'x' }), 'long');
  await refused(renameSearch(99, 'x'), 'gone');
  expect(await savedSearches()).toEqual(before);
  for (let n = 1; n < maxSaved; n += 1) await saveSearch({ name: `n ${n}`, text: 'x' });
  await refused(saveSearch({ name: 'one more', text: 'x' }), 'many');
});
