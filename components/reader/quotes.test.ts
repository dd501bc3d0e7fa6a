import { expect, test } from 'vitest';
import { quoteRuns, textBlocks } from './quotes';

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

const kinds = (text: string) =>
  textBlocks(text).map(({ level, signature, text }) => [signature ? 'signature' : level, text]);

test.each([
  ['On Mon, Ada wrote:\n> one', 'On Mon, Ada wrote:'],
  [
    '\nOn Mon, 5 Jan 2026,\nAda <ada@x.example> wrote:\n\n> one',
    'On Mon, 5 Jan 2026,\nAda <ada@x.example> wrote:',
  ],
  ['\n> one', null],
])('quotes below a signature are quotes: %j', (below, introduced) => {
  expect(kinds(`Yes.\n-- \nBob\n${below}\n>> two\n-- \nThe list`)).toEqual([
    [0, 'Yes.'],
    ['signature', '-- \nBob'],
    ...(introduced === null ? [] : [[0, introduced]]),
    [1, 'one'],
    [2, 'two'],
    ['signature', '-- \nThe list'],
  ]);
});

test('a message that stands whole below a signature is none of it', () => {
  expect(kinds('Yes.\n-- \nBob\n\n-----Original Message-----\nFrom: Ada\n\nShall we?')).toEqual([
    [0, 'Yes.'],
    ['signature', '-- \nBob'],
    [0, '-----Original Message-----\nFrom: Ada\n\nShall we?'],
  ]);
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
  ['signatures with quotes', '-- \nA\n\n> x\n'.repeat(200_000), 400_000],
])('megabytes of %s do not hang', (_, text, count) => {
  const start = performance.now();
  const blocks = textBlocks(text);
  expect(performance.now() - start).toBeLessThan(5_000);
  expect(blocks).toHaveLength(count);
});

const shown = (text: string) =>
  quoteRuns(textBlocks(text)).map(({ blocks, lines, deep }) => [blocks.length, lines, deep]);

test('long quotes of quotes are folded together, short ones and those of the first depth stay', () => {
  const deep = '>> a\n>> b\n>>> c\n>>> d\n>> e';
  expect(shown(`No.\n> Why?\n${deep}\n> Because.`)).toEqual([
    [1, 0, false],
    [1, 0, false],
    [3, 5, true],
    [1, 0, false],
  ]);
  expect(shown('Yes.\n>> short\n> so')).toEqual([
    [1, 0, false],
    [1, 0, true],
    [1, 0, false],
  ]);
  expect(shown(`Yes.\n${'> asked\n'.repeat(12)}`)).toEqual([
    [1, 0, false],
    [1, 0, false],
  ]);
});

const long = '> asked\n'.repeat(13);

test('long quotes between answers are folded, with those that stand in them', () => {
  expect(shown(`Yes.\n${long}>> long ago\nNo.\n${long}`)).toEqual([
    [1, 0, false],
    [2, 14, false],
    [1, 0, false],
    [1, 13, false],
  ]);
});

test('a message that is nothing but a quote is not folded, whoever it says to have written it', () => {
  expect(shown(long)).toEqual([[1, 0, false]]);
  expect(shown(`On Monday Ada\nwrote:\n\n${long}\n-- \nBob`).map(([, lines]) => lines)).toEqual([0, 0, 0]);
  expect(shown(`Look:\n\nOn Monday Ada wrote:\n${long}`).map(([, lines]) => lines)).toEqual([0, 13]);
});
