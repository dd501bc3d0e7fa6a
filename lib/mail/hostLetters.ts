import { toASCII, toUnicode } from 'punycode/punycode.es6.js';
import { imitates } from './lookalikes';

/** Letters of Cyrillic and Greek that are drawn like Latin ones. */
const drawnLikeLatin = /^[авеԁѕіјкӏмнорԛгтцυԝхуһսɡαγεικνορτυχωа-]$/u;

/** A host name as people read it: `xn--` labels decoded; broken ones stay. */
export function readable(host: string): string {
  return host
    .split('.')
    .map((label) => {
      try {
        return toUnicode(label);
      } catch {
        return label;
      }
    })
    .join('.');
}

/** A host name in the letters that every program has, as `xn--` labels; a broken one as its characters allow. */
export function ascii(host: string): string {
  try {
    return new URL(`https://${host}`).hostname;
  } catch {
    return toASCII(host);
  }
}

const scripts = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Hebrew',
  'Arabic',
  'Cherokee',
  'Thai',
  'Devanagari',
].map((name) => new RegExp(`\\p{Script=${name}}`, 'u'));
const eastAsian =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u;

/**
 * Whether a host name deceives by its letters: one label has letters of several scripts (`mixed`; Latin beside Chinese,
 * Japanese or Korean is usual there); or it is a `lookalike`: foreign letters that all look like Latin ones before a Latin
 * ending, signs that are drawn like those that end a host, letters of phonetics, a well-known name but for some marks. Marks
 * alone (`müller.de`) are honest.
 */
export function deceivingLetters(host: string): 'mixed' | 'lookalike' | null {
  const labels = readable(host.toLowerCase()).split('.');
  const ending = labels.at(-1) ?? '';
  for (const label of labels.slice(0, -1)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII
    if (/^[\u0000-\u007f]*$/.test(label)) continue;
    const used = scripts.filter((script) => script.test(label)).length;
    // `xn--` labels that no honest program writes: browsers take some of them.
    const isWritten = label === label.normalize('NFKC').toLowerCase();
    if (!isWritten || falseSigns.test(label) || phonetic.test(label)) return 'lookalike';
    if (used > 1 || (used === 1 && eastAsian.test(label) && !/\p{Script=Latin}/u.test(label))) return 'mixed';
    const letters = [...label].filter((letter) => !/[0-9-]/.test(letter));
    const isDrawn = letters.every((letter) => drawnLikeLatin.test(letter)) && /^[a-z0-9-]+$/.test(ending);
    if (isDrawn || imitates(label)) return 'lookalike';
  }
  return null;
}

/**
 * Drawn like the slash, the question mark or the dot behind which nothing of a host stands any more, or like a hyphen. No
 * name is written with signs of mathematics or punctuation; a few scripts have some that belong to words.
 */
const falseSigns =
  /(?![-_\u00b7\u02bc\u05f3\u05f4\u0f0b\u30fb])[\p{P}\p{Sm}\p{Sk}\u2500-\u257f\u3033]|[a-z0-9][\u30ce\u30bd\u30f3\u4e36\u4e3f\u4e00\u30fc][a-z0-9]/u;
/** Letters of phonetics and small capitals, but for those that languages of Africa are written with. */
const phonetic = /(?![ɓɔɖɗəɛɣɩɲʃʊʋʒ])[\u0250-\u02af\u1d00-\u1dbf\ua730\ua731]/u;

/** Whether a host has Latin letters with marks (`bànk`), which are easily read as letters without. */
export function hasMarkedLetters(host: string): boolean {
  return [...readable(host.toLowerCase())].some(
    (letter) => /[^\u0020-\u007f]/.test(letter) && /\p{Script=Latin}/u.test(letter),
  );
}
