import { expect, test } from 'vitest';
import { durationText, sizeText } from './sizes';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [48_000, '48 kB'],
  [2_100_000, '2.1 MB'],
  [9_960_000, '10 MB'],
  [999_999, '1 MB'],
  [25_000_000_000, '25 GB'],
])('%d octets are %s', (octets, text) => {
  expect(sizeText(octets, 'en-GB')).toMatch(new RegExp(`^${text.replace(' ', '\\s?')}$`, 'i'));
});

test('durations are rounded up', () => {
  expect(durationText(0.2, 'en-GB')).toBe('1s');
  expect(durationText(61, 'en-GB')).toBe('2 mins');
  expect(durationText(3700, 'en-GB')).toBe('2 hrs');
});
