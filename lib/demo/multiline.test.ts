import { describe, expect, test } from 'vitest';
import { multiline, topOf } from './multiline';

const answer = (text: string) =>
  Buffer.concat([...multiline(Buffer.from(text, 'latin1'))]).toString('latin1');
const top = (text: string, lines: number) => Buffer.from(topOf(Buffer.from(text), lines)).toString();

test.each([
  ['', '.\r\n'],
  ['a\r\n', 'a\r\n.\r\n'],
  ['a', 'a\r\n.\r\n'],
  ['.', '..\r\n.\r\n'],
  ['.\r\n.\r\n', '..\r\n..\r\n.\r\n'],
  ['a\r\n..b', 'a\r\n...b\r\n.\r\n'],
  ['a\r\n.', 'a\r\n..\r\n.\r\n'],
  ['a\r', 'a\r\r\n.\r\n'],
  ['a\n.b\r.c\r\n', 'a\n.b\r.c\r\n.\r\n'],
])('%j is sent as %j', (text, sent) => {
  expect(answer(text)).toBe(sent);
});

test('a large message is sent in pieces of bounded size', () => {
  const pieces = [...multiline(Buffer.alloc(1_000_000, 'x'))];
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(65_536);
  expect(pieces.reduce((sum, piece) => sum + piece.length, 0)).toBe(1_000_000 + 5);
});

describe('TOP', () => {
  const text = 'A: 1\r\nB: 2\r\n\r\none\r\ntwo\r\nthree';
  test.each([
    [0, 'A: 1\r\nB: 2\r\n\r\n'],
    [2, 'A: 1\r\nB: 2\r\n\r\none\r\ntwo\r\n'],
    [3, text],
    [99, text],
  ])('%i lines', (lines, wanted) => expect(top(text, lines)).toBe(wanted));
  test('a message that is all head', () => expect(top('A: 1\r\n', 5)).toBe('A: 1\r\n'));
  test('a message without a head', () => expect(top('\r\none\r\ntwo\r\n', 1)).toBe('\r\none\r\n'));
});
