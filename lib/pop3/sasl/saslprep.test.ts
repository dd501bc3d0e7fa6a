import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pop3ArgumentError } from '../errors';
import { saslprep } from './saslprep';

const prepare = (value: string) => saslprep('password', value);

describe('saslprep', () => {
  it.each([
    // RFC 4013 §3
    ['I\u00adX', 'IX'],
    ['user', 'user'],
    ['USER', 'USER'],
    ['\u00aa', 'a'],
    ['\u2168', 'IX'],
    // composed and decomposed, full width, any space
    ['k\u0061\u0308se', 'käse'],
    ['ｐａｓｓ', 'pass'],
    ['a\u00a0b\u3000c\u200bd', 'a b c d'],
    ['a\ufe0f\u200d\ufeffb', 'ab'],
    ['naïve 🔑 пароль', 'naïve 🔑 пароль'],
  ])('makes %j into %j', (value, prepared) => {
    expect(prepare(value)).toBe(prepared);
  });

  it.each([
    ['C.2.1', 'a\u0007b'],
    ['C.2.1', 'a\u007f'],
    ['C.2.2', 'a\u0085b'],
    ['C.2.2', '\u2028'],
    ['C.2.2', '\u{1d173}'],
    ['C.3', '\ue000'],
    ['C.3', '\u{10fffd}'],
    ['C.4', '\ufdd0'],
    ['C.4', '\u{1ffff}'],
    ['C.5', '\ud800'],
    ['C.6', '\ufffd'],
    ['C.7', '\u2ff0'],
    ['C.8', 'a\u202eb'],
    ['C.9', '\u{e0041}'],
  ])('refuses what table %s prohibits: %j', (_, value) => {
    expect(() => prepare(value)).toThrow(Pop3ArgumentError);
    expect(() => prepare(value)).toThrow(/password holds a character/);
  });

  it('refuses what leaves nothing', () => {
    expect(() => prepare('\u00ad\u200d')).toThrow(/password is empty/);
  });

  it('leaves printable ASCII as it is', () => {
    const ascii = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(fc.property(ascii, (value) => value === '' || prepare(value) === value));
  });

  it('prepares what is prepared to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        let once: string;
        try {
          once = prepare(value);
        } catch (error) {
          return error instanceof Pop3ArgumentError;
        }
        return prepare(once) === once;
      }),
    );
  });
});
