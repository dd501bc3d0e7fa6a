import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokens } from './tokens';
import { Vocabulary } from './vocabulary';

/** Cuts texts one after the other, with what was learned from those before. */
function cutLearning(vocabulary: Vocabulary, texts: readonly string[]): [string, number][][] {
  return texts.map((text) => {
    const found: [string, number][] = [];
    tokens(text, (term, position) => found.push([term, position]), 0, {
      take(written, start, end, position) {
        const term = vocabulary.words[vocabulary.find(written, start, end)];
        if (term === undefined) return false;
        found.push([term, position]);
        return true;
      },
      learn: (written, start, end, term) => vocabulary.learn(written, start, end, term),
    });
    return found;
  });
}

function cut(text: string): [string, number][] {
  const found: [string, number][] = [];
  tokens(text, (term, position) => found.push([term, position]));
  return found;
}

// Few signs, so that the same is written often: in both cases, with marks, of several letters, of none, of scripts without spaces.
const sign = fc.constantFrom(
  ...'aAß½İé',
  'e\u0301',
  '\u0301',
  '\u00ad',
  ' ',
  '.',
  ...'東京都が',
  'か\u3099',
  'ゟ',
  '𠮷',
  'ﷺ',
);

test('what was learned changes nothing about how a text is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: sign, maxLength: 12 }), { maxLength: 30 }), (texts) => {
      expect(cutLearning(new Vocabulary(), texts)).toEqual(texts.map(cut));
    }),
    { numRuns: 500 },
  );
});

test('a word that was met is not told again, and each has one number, however it is written', () => {
  const vocabulary = new Vocabulary();
  const told: string[] = [];
  for (const text of ['Größe grösse', 'GRÖSSE Größe 東京都', '東京都']) {
    tokens(text, (term) => told.push(term), 0, {
      take: (written, start, end) => vocabulary.find(written, start, end) >= 0,
      learn: (written, start, end, term) => vocabulary.learn(written, start, end, term),
    });
  }
  expect(told).toEqual(['grosse', 'grosse', 'grosse', '東京', '京都', '都']);
  expect(vocabulary.words).toEqual(['grosse', '東京', '京都', '都']);
});

test('thousands of words keep their numbers, and none is left after clearing', () => {
  const vocabulary = new Vocabulary();
  const words = Array.from({ length: 20_000 }, (_, at) => `w${at.toString(36)}`);
  for (const word of words) vocabulary.learn(word, 0, word.length, word);
  for (const [at, word] of words.entries()) expect(vocabulary.find(word, 0, word.length)).toBe(at);
  expect(vocabulary.find('-w1', 1, 3)).toBe(1);
  expect(vocabulary.find('unheard', 0, 7)).toBe(-1);
  vocabulary.clear();
  expect(vocabulary.find('w1', 0, 2)).toBe(-1);
  expect(vocabulary.words).toEqual([]);
});
