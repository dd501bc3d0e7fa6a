/**
 * One spelling for all that people take for the same: case, accents, points, width, and letters that Unicode does not
 * decompose although people type another one for them.
 */

/**
 * Marks that may be typed or not: accents (Latin, Greek, Cyrillic), Hebrew points and cantillation, Arabic vowels and
 * Quran signs, Syriac points, combining marks of later blocks. Marks of Indic scripts, Thai and kana change the letter and stay.
 */
const marks = new RegExp(
  `[${[
    // Latin, Greek, Cyrillic, and signs
    '\\u0300-\\u036f\\u0483-\\u0489\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe00-\\ufe0f\\ufe20-\\ufe2f',
    // Hebrew
    '\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7',
    // Arabic and Syriac
    '\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed',
    '\\u0711\\u0730-\\u074a\\u08d3-\\u08ff',
  ].join('')}]`,
  'g',
);

/** Invisible signs inside of words: soft hyphen, joiners, directions; and the Arabic stretching of a word. */
const invisible = /[\u00ad\u0640\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ŧ: 't',
  ŋ: 'n',
  ς: 'σ',
  // Arabic and Persian keyboards have different letters for the same.
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
  ہ: 'ه',
};
const special = new RegExp(`[${Object.keys(letters).join('')}]`, 'g');
/** Digits of Arabic and Persian keyboards. */
const digits = /[\u0660-\u0669\u06f0-\u06f9]/g;

/**
 * Folds a word or a text: NFKD, without marks that may be left out, lower case, composed again. What NFKD brings along
 * (`½` is `1⁄2`) may hold signs that are no part of a word.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(marks, '')
    .replace(invisible, '')
    .toLowerCase()
    .replace(special, (letter) => letters[letter] ?? letter)
    .replace(digits, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(marks, '')
    .normalize('NFC');
}
