import { expect, test } from 'vitest';
import { isHeavy } from './weight';

test('a newsletter with pictures inside is not heavy', () => {
  expect(
    isHeavy(`${'<p>text</p>'.repeat(2_000)}<img src="data:image/png;base64,${'A'.repeat(2_000_000)}">`),
  ).toBe(false);
});

test('very many tags and very long texts are', () => {
  expect(isHeavy('<b>'.repeat(8_001))).toBe(true);
  expect(isHeavy('x'.repeat(4_000_001))).toBe(true);
});
