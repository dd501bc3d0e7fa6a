import { expect, test } from 'vitest';
import { narrowed } from './narrowed';

const names = ['Ölfilter', 'İstanbul', 'Olfactory', 'Größe'];

test.each([
  ['', names],
  ['ol', ['Olfactory', 'Ölfilter']],
  [' ÖL', ['Ölfilter', 'Olfactory']],
  ['istanbul', ['İstanbul']],
  ['grosse', ['Größe']],
  ['none', []],
])('what fits %j', (typed, expected) => {
  expect(narrowed(names, typed, (name) => name)).toEqual(expected);
});
