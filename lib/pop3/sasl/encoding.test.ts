import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64, decodeTextChallenge, fromBase64 } from './encoding';

describe('base64', () => {
  it('comes back as it went', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => {
        expect(fromBase64(base64(octets))).toEqual(octets);
      }),
    );
  });

  it.each([
    ['unpadded', 'YWI'],
    ['half padded', 'YQ='],
    ['padded too much', 'YWI=='],
    ['with stray bits', 'YWJ='],
    ['the URL alphabet', '-_-_'],
    ['a space inside', 'YW I='],
    ['a line break', 'YWI=\r'],
    ['padding in the middle', 'YQ==YQ=='],
    ['no base64 at all', 'Password:'],
  ])('is refused when it is %s (catalogue 25)', (_, text) => {
    expect(fromBase64(text)).toBeNull();
  });

  it('of a text challenge must be UTF-8, and keeps a byte order mark', () => {
    expect(() => decodeTextChallenge(base64(Uint8Array.of(0xff)))).toThrow(/not UTF-8/);
    expect(decodeTextChallenge(base64(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)))).toBe('\ufeffa');
  });
});
