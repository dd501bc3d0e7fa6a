import { expect, test } from 'vitest';
import { isSameMaildrop } from './sameMaildrop';

const holding = (...messages: [uidl: string, octets: number][]) => ({
  uidl: async () => messages.map(([uidl], index) => ({ number: index + 1, uidl })),
  list: async () => messages.map(([, octets], index) => ({ number: index + 1, octets })),
});
const stored = (...messages: [uidl: string, octets: number][]) =>
  messages.map(([uidl, octets]) => ({ uidl, octets }));

test.each([
  ['all of it is there', holding(['a', 10], ['b', 20]), stored(['a', 10], ['b', 20]), true],
  [
    'most of it was deleted, and more has come',
    holding(['b', 20], ['c', 5]),
    stored(['a', 9], ['b', 20]),
    true,
  ],
  ['none of it is there', holding(['x', 10], ['y', 20]), stored(['a', 10], ['b', 20]), false],
  [
    'another server counts the same way',
    holding(['1', 7], ['2', 8], ['3', 20]),
    stored(['1', 10], ['2', 20], ['3', 30]),
    false,
  ],
  ['a size was advice, and has changed', holding(['a', 11], ['b', 20]), stored(['a', 10], ['b', 20]), true],
  ['it is empty', holding(), stored(['a', 10]), true],
])('%s', async (_, session, expected, same) => {
  const { length } = await session.list();
  expect(await isSameMaildrop(session, length, expected)).toBe(same);
});
