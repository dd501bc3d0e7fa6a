import { toUnicode } from 'punycode/punycode.es6.js';

/** Letters of Cyrillic and Greek that are drawn like Latin ones. */
const drawnLikeLatin = /^[авеԁѕіјкӏмнорԛгтцυԝхуһսɡαγεικνορτυχωа-]$/u;

/** Characters that are not seen and change what is: bidirectional controls, zero width, and control characters. */
const hidden = /(?![\t])\p{Cc}|[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

export const hasHidden = (text: string): boolean => hidden.test(text);

/**
 * A stranger's words where no page of ours stands round them, such as in a notification of the system: in one line, without
 * what turns the words behind them, or is not seen.
 *
 * @param most so many characters of them
 */
export function inOneLine(text: string, most = 200): string {
  const line = text.slice(0, 4_000).replace(/\s+/g, ' ').replace(new RegExp(hidden.source, 'gu'), '').trim();
  return Array.from(line).slice(0, most).join('');
}

/**
 * Overrides of the direction: letters behind them are read from the other side, so that `exe.gpj` looks like `jpg.exe`. No
 * honest text needs them; those that only embed or isolate names of another direction stay.
 */
const turning = /[\u202d\u202e]/g;
export const turnsLetters = (text: string): boolean => text.search(turning) >= 0;
export const unturned = (text: string): string => text.replace(turning, '');

/**
 * The same, and all others that say in which order words are drawn: isolated from one another and read from the right,
 * `com`, `.` and `bank` are drawn as bank.com. Names and links stand for themselves, and need none of them.
 */
const directing = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
export const directsLetters = (text: string): boolean => text.search(directing) >= 0;
export const undirected = (text: string): string => text.replace(directing, '');

/** For those who look at what was sent: each of them by its number, as in `[U+202E]`. */
export const revealed = (text: string): string =>
  text.replace(directing, (sign) => `[U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`);

/** Without them, in the form in which letters compare (NFKC): full-width letters and dot leaders are what they look like. */
export function plainLetters(text: string): string {
  return text.slice(0, 4_000).replace(new RegExp(hidden.source, 'gu'), '').normalize('NFKC').trim();
}

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
 * Japanese or Korean is usual there), or foreign letters that all look like Latin ones before a Latin ending (`lookalike`).
 */
export function deceivingLetters(host: string): 'mixed' | 'lookalike' | null {
  const labels = readable(host.toLowerCase()).split('.');
  const ending = labels.at(-1) ?? '';
  for (const label of labels.slice(0, -1)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII
    if (/^[\u0000-\u007f]*$/.test(label)) continue;
    const used = scripts.filter((script) => script.test(label)).length;
    if (used > 1 || (used === 1 && eastAsian.test(label) && !/\p{Script=Latin}/u.test(label))) return 'mixed';
    const letters = [...label].filter((letter) => !/[0-9-]/.test(letter));
    if (letters.every((letter) => drawnLikeLatin.test(letter)) && /^[a-z0-9-]+$/.test(ending))
      return 'lookalike';
  }
  return null;
}

/** Whether a host has Latin letters with marks (`bànk`), which are easily read as letters without. */
export function hasMarkedLetters(host: string): boolean {
  return [...readable(host.toLowerCase())].some(
    (letter) => /[^\u0020-\u007f]/.test(letter) && /\p{Script=Latin}/u.test(letter),
  );
}
