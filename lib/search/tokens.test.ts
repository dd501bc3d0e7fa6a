import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fold } from '@/lib/mail/fold';
import { maxTerm, termsOf, tokens } from './tokens';

test.each([
  ['İstanbul', 'istanbul'],
  ['ISTANBUL', 'istanbul'],
  ['ışık', 'isik'],
  ['IŞIK', 'isik'],
  ['Größe', 'grosse'],
  ['GRÖSSE', 'grosse'],
  ['Ærøskøbing', 'aeroskobing'],
  ['Łódź', 'lodz'],
  ['Ελλάδα', 'ελλαδα'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['ὁδός', 'οδοσ'],
  ['שָׁלוֹם', 'שלום'],
  ['مُحَمَّد', 'محمد'],
  ['أحمد', 'احمد'],
  ['محـــمد', 'محمد'],
  ['Москва́', 'москва'],
  ['ｆｕｌｌ', 'full'],
  ['ﬁnance', 'finance'],
  ['ｶﾞｽ', 'ガス'],
  ['١٢٣', '123'],
  ['soft\u00adhyphen', 'softhyphen'],
  ['हिन्दी', 'हिन्दी'],
])('%s is folded to %s', (word, folded) => {
  expect(fold(word)).toBe(folded);
});

test('a folded text stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(fold(fold(text))).toBe(fold(text));
    }),
    { numRuns: 500 },
  );
});

describe('tokens', () => {
  test.each([
    ['Fish & chips, twice', ['fish', 'chips', 'twice']],
    ['ada@lindgren.example', ['ada', 'lindgren', 'example']],
    ['東京都', ['東京', '京都', '都']],
    ['京', ['京']],
    ['서울에서', ['서울', '울에', '에서', '서']],
    ['AB東京12', ['ab', '東京', '京', '12']],
    ['ガッﾂ', ['ガッ', 'ッツ', 'ツ']],
    ['½', ['1', '2']],
    ['𠮷野家', ['𠮷野', '野家', '家']],
    ['na\u0308ive', ['naive']],
    ['', []],
    ['\u0301 !', []],
  ])('%s', (text, terms) => {
    expect(termsOf(text).filter((term) => term !== '')).toEqual(terms);
  });

  it('finds Thai inside of a row', () => {
    const text = termsOf('สวัสดีครับ');
    for (const term of termsOf('ครับ').slice(0, -1)) expect(text).toContain(term);
  });

  it('tells where each stands in the text as it was written', () => {
    const text = '«Größe», İstanbul: 東京';
    const found: string[] = [];
    tokens(text, (_, __, start, end) => found.push(text.slice(start, end)));
    expect(found).toEqual(['Größe', 'İstanbul', '東京', '京']);
  });

  it('counts positions from the one that it is given', () => {
    const positions: number[] = [];
    expect(tokens('a b 東京', (_, position) => positions.push(position), 7)).toBe(11);
    expect(positions).toEqual([7, 8, 9, 10]);
  });

  it('cuts what is longer than any word, between characters', () => {
    expect(termsOf('a'.repeat(500))).toEqual(['a'.repeat(maxTerm)]);
    const [term] = termsOf(`${'é'.repeat(63)}𐐨𐐨${'é'.repeat(200_000)}`);
    expect(term).toBe('e'.repeat(63));
  });

  it('finds a word wherever it stands, in any text', () => {
    const words = fc.constantFrom('ışık', 'Größe', 'ada', '東京', 'ελλάδα', 'שָׁלוֹם', 'x1');
    const between = fc.constantFrom(' ', ', ', '\n', ' — ', '!?', '(');
    fc.assert(
      fc.property(fc.array(fc.tuple(words, between), { minLength: 1 }), (pairs) => {
        const terms = termsOf(pairs.map(([word, gap]) => word + gap).join(''));
        for (const [word] of pairs) for (const term of termsOf(word)) expect(terms).toContain(term);
      }),
    );
  });

  it('takes any text: positions ascend, spans lie in it, no term is empty or folds to another', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        let last = -1;
        tokens(text, (term, position, start, end) => {
          last += 1;
          const good = term !== '' && term.length <= maxTerm && position === last;
          if (!good || start >= end || end > text.length)
            throw new Error(`${term} ${position} ${start} ${end}`);
        });
      }),
      { numRuns: 200 },
    );
  });
});
