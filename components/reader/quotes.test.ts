import { expect, test } from 'vitest';
import { textBlocks } from './quotes';

test('quotes, own words and signature', () => {
  expect(textBlocks('Hi\n\n> one\n> > two\n>>two too\n> one again\n\nYes.\n-- \nAda\n> not a quote')).toEqual(
    [
      { level: 0, signature: false, text: 'Hi' },
      { level: 1, signature: false, text: 'one' },
      { level: 2, signature: false, text: 'two\ntwo too' },
      { level: 1, signature: false, text: 'one again' },
      { level: 0, signature: false, text: 'Yes.' },
      { level: 0, signature: true, text: '-- \nAda\n> not a quote' },
    ],
  );
});

test('a signature whose mark has lost its space', () => {
  expect(textBlocks('Hi\n--\nAda').at(-1)).toEqual({ level: 0, signature: true, text: '--\nAda' });
});

test('indentation and empty lines inside a block stay', () => {
  expect(textBlocks('  a\n\n    b\n')).toEqual([{ level: 0, signature: false, text: '  a\n\n    b' }]);
});

test('a thousand quote marks are six', () => {
  expect(textBlocks(`${'>'.repeat(1000)} deep`)).toEqual([{ level: 6, signature: false, text: 'deep' }]);
});

test('nothing gives nothing', () => {
  expect(textBlocks('')).toEqual([]);
  expect(textBlocks('\n \n')).toEqual([]);
});

test.each([
  ['white space inside', `a${' '.repeat(1_000_000)}b`, 1],
  ['empty lines inside', `a${'\n'.repeat(1_000_000)}b`, 1],
  ['quote marks', `${'>'.repeat(20_000_000)}b`, 1],
])('megabytes of %s do not hang', (_, text, count) => {
  const start = performance.now();
  const blocks = textBlocks(text);
  expect(performance.now() - start).toBeLessThan(5_000);
  expect(blocks).toHaveLength(count);
});
