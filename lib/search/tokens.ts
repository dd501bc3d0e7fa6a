import { fold } from '@/lib/mail/fold';

/**
 * Hears of a token: its folded term, its place among the text's tokens, and where it stands in the text as it was
 * written (code units, end exclusive).
 */
export type Visit = (term: string, position: number, start: number, end: number) => void;

/** What somebody who cuts much text has learned from it: the same words are written again and again. */
export interface Known {
  /** Takes what is written there as one token, if that was learned. */
  take(text: string, start: number, end: number, position: number): boolean;
  /** What is written there is one token and nothing else, wherever it is written. */
  learn(text: string, start: number, end: number, term: string): void;
}

/** What is longer is cut, in the index and in queries alike: encoded data and rows of signs, never a word. */
export const maxTerm = 64;

/**
 * Scripts that write without spaces, or glue particles to their words: every two neighbouring characters are a term, so
 * that 京都 is found inside of 東京都 and 서울 inside of 서울에서, without a dictionary that would cut mail and query differently.
 * The last character of a row is a term, too: every character is the beginning of some term.
 */
const unspaced =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}]/u;
const wordSign = /[\p{L}\p{N}\p{M}]/u;
const markSign = /\p{M}/u;
const folded = /[\p{L}\p{N}\p{M}]+/gu;

const [unknown, outside, spaced, joined] = [0, 1, 2, 3] as const;
/** Beside the class: it is a mark, and goes with what it stands on. */
const markBit = 4;
/** The class of each code point of the basic plane, found out when it is first met: asking a regular expression is slow. */
const classes = new Uint8Array(0x10000);

const classOf = (point: number): number => factsOf(point) & 3;
const isMark = (point: number): boolean => (factsOf(point) & markBit) !== 0;

function factsOf(point: number): number {
  const known = point < 0x10000 ? (classes[point] ?? unknown) : unknown;
  if (known !== unknown) return known;
  const sign = String.fromCodePoint(point);
  // A soft hyphen or a joiner stands inside of a word; folding takes it out.
  const inside = wordSign.test(sign) || (point > 127 && fold(sign) === '' && !/\s/.test(sign));
  const found =
    (!inside ? outside : unspaced.test(sign) ? joined : spaced) | (markSign.test(sign) ? markBit : 0);
  if (point < 0x10000) classes[point] = found;
  return found;
}

/**
 * Cuts a text into tokens.
 *
 * @param first the position of the first token
 * @param known takes what it knows; `visit` hears of all else
 * @returns the position behind the last one
 */
export function tokens(text: string, visit: Visit, first = 0, known: Known | null = null): number {
  let position = first;
  let at = 0;
  while (at < text.length) {
    const point = text.codePointAt(at) ?? 0;
    const kind = point < 128 ? asciiClass(point) : classOf(point);
    if (kind === outside) {
      at += point > 0xffff ? 2 : 1;
      continue;
    }
    const start = at;
    let ascii = true;
    while (at < text.length) {
      const next = text.charCodeAt(at);
      if (next < 128) {
        if (asciiClass(next) === outside || kind === joined) break;
        at += 1;
        continue;
      }
      const whole = text.codePointAt(at) ?? 0;
      const its = classOf(whole);
      // Marks go with what they stand on, whatever their own script is.
      if (its === outside || (its !== kind && !isMark(whole))) break;
      ascii = false;
      at += whole > 0xffff ? 2 : 1;
    }
    position =
      kind === joined
        ? pairs(text, start, at, position, visit, known)
        : word(text, start, at, ascii, position, visit, known);
  }
  return position;
}

/** All tokens of a text, in order. */
export function termsOf(text: string): string[] {
  const found: string[] = [];
  tokens(text, (term) => found.push(term));
  return found;
}

const asciiClass = (code: number): number =>
  (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) ? spaced : outside;

/** What words with other letters than ASCII's fold to; few words make up most of what is written. */
const foldedWords = new Map<string, readonly string[]>();
const maxFolded = 20_000;

function word(
  text: string,
  start: number,
  end: number,
  ascii: boolean,
  first: number,
  visit: Visit,
  known: Known | null,
): number {
  const short = end - start <= maxTerm;
  if (short && known?.take(text, start, end, first)) return first + 1;
  // Longer than any word: no more of it is looked at than what can matter.
  const written = text.slice(start, Math.min(end, start + 4 * maxTerm));
  const terms = ascii ? [written.toLowerCase().slice(0, maxTerm)] : foldedWord(written);
  const [only] = terms;
  if (short && terms.length === 1 && only !== undefined) known?.learn(text, start, end, only);
  for (const [index, term] of terms.entries()) visit(term, first + index, start, end);
  return first + terms.length;
}

function foldedWord(written: string): readonly string[] {
  let terms = foldedWords.get(written);
  if (!terms) {
    terms = (fold(written).match(folded) ?? []).map(cut);
    if (foldedWords.size >= maxFolded) foldedWords.clear();
    foldedWords.set(written, terms);
  }
  return terms;
}

/** Cut between characters, never inside of one. */
function cut(term: string): string {
  if (term.length <= maxTerm) return term;
  const short = term.slice(0, maxTerm);
  return /[\ud800-\udbff]$/.test(short) ? short.slice(0, -1) : short;
}

/** Every two neighbours, and the last one alone. */
function pairs(
  text: string,
  start: number,
  end: number,
  first: number,
  visit: Visit,
  known: Known | null,
): number {
  let position = first;
  /** Where the character before stands; nowhere at first. */
  let [from, to] = [-1, -1];
  /** The last sign that it folds to, once somebody has asked. */
  let before: string | null = null;
  for (let at = start; at < end; ) {
    let next = at + width(text, at);
    while (next < end && isMark(text.codePointAt(next) ?? 0)) next += width(text, next);
    if (from >= 0 && next - from <= maxTerm && known?.take(text, from, next, position)) {
      position += 1;
      [from, to, before] = [at, next, null];
    } else {
      const [pairFrom, many] = [from, position];
      let pair = '';
      for (const sign of foldedSign(text.slice(at, next))) {
        if (from >= 0) {
          pair = (before ?? lastSign(text.slice(from, to))) + sign;
          visit(pair, position, from, next);
          position += 1;
        }
        [from, to, before] = [at, next, sign];
      }
      if (pairFrom >= 0 && position === many + 1) known?.learn(text, pairFrom, next, pair);
    }
    at = next;
  }
  if (from >= 0 && (to - from > maxTerm || !known?.take(text, from, to, position))) {
    const alone = before ?? lastSign(text.slice(from, to));
    known?.learn(text, from, to, alone);
    visit(alone, position, from, to);
  }
  return from >= 0 ? position + 1 : position;
}

const lastSign = (written: string): string => [...foldedSign(written)].at(-1) ?? '';

const signs = new Map<string, string>();

/** What a character and its marks fold to, without what belongs to no word. */
function foldedSign(written: string): string {
  let found = signs.get(written);
  if (found === undefined) {
    found = fold(written.slice(0, maxTerm)).match(folded)?.join('') ?? '';
    if (signs.size >= maxFolded) signs.clear();
    signs.set(written, found);
  }
  return found;
}

/** Whether a term is one character of a script without spaces: in a query it stands for every term that begins with it. */
export function isLoneSign(term: string): boolean {
  const point = term.codePointAt(0) ?? 0;
  return term.length === (point > 0xffff ? 2 : 1) && point > 127 && classOf(point) === joined;
}

const width = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
