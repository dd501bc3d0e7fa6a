import { fold } from './fold';

/**
 * Hears of a token: its folded term, its place among the text's tokens, and where it stands in the text as it was
 * written (code units, end exclusive).
 */
export type Visit = (term: string, position: number, start: number, end: number) => void;

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
const folded = /[\p{L}\p{N}\p{M}]+/gu;

const [unknown, outside, spaced, joined] = [0, 1, 2, 3] as const;
/** The class of each code point of the basic plane, found out when it is first met: asking a regular expression is slow. */
const classes = new Uint8Array(0x10000);

function classOf(point: number): number {
  const known = point < 0x10000 ? (classes[point] ?? unknown) : unknown;
  if (known !== unknown) return known;
  const sign = String.fromCodePoint(point);
  // A soft hyphen or a joiner stands inside of a word; folding takes it out.
  const inside = wordSign.test(sign) || (point > 127 && fold(sign) === '' && !/\s/.test(sign));
  const found = !inside ? outside : unspaced.test(sign) ? joined : spaced;
  if (point < 0x10000) classes[point] = found;
  return found;
}

/**
 * Cuts a text into tokens.
 *
 * @param first the position of the first token
 * @returns the position behind the last one
 */
export function tokens(text: string, visit: Visit, first = 0): number {
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
        ? pairs(text, start, at, position, visit)
        : word(text, start, at, ascii, position, visit);
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

const markSign = /\p{M}/u;
const isMark = (point: number): boolean => markSign.test(String.fromCodePoint(point));

/** What words with other letters than ASCII's fold to; few words make up most of what is written. */
const known = new Map<string, readonly string[]>();
const maxKnown = 20_000;

function word(text: string, start: number, end: number, ascii: boolean, first: number, visit: Visit): number {
  // Longer than any word: no more of it is looked at than what can matter.
  const written = text.slice(start, Math.min(end, start + 4 * maxTerm));
  if (ascii) {
    visit(written.toLowerCase().slice(0, maxTerm), first, start, end);
    return first + 1;
  }
  let terms = known.get(written);
  if (!terms) {
    terms = (fold(written).match(folded) ?? []).map(cut);
    if (known.size >= maxKnown) known.clear();
    known.set(written, terms);
  }
  for (const [index, term] of terms.entries()) visit(term, first + index, start, end);
  return first + terms.length;
}

/** Cut between characters, never inside of one. */
function cut(term: string): string {
  if (term.length <= maxTerm) return term;
  const short = term.slice(0, maxTerm);
  return /[\ud800-\udbff]$/.test(short) ? short.slice(0, -1) : short;
}

/** Every two neighbours, and the last one alone. */
function pairs(text: string, start: number, end: number, first: number, visit: Visit): number {
  let position = first;
  let before: { sign: string; start: number; end: number } | null = null;
  for (let at = start; at < end; ) {
    let next = at + width(text, at);
    while (next < end && isMark(text.codePointAt(next) ?? 0)) next += width(text, next);
    for (const sign of foldedSign(text.slice(at, next))) {
      if (before) {
        visit(before.sign + sign, position, before.start, next);
        position += 1;
      }
      before = { sign, start: at, end: next };
    }
    at = next;
  }
  if (before) {
    visit(before.sign, position, before.start, before.end);
    position += 1;
  }
  return position;
}

const signs = new Map<string, string>();

/** What a character and its marks fold to, without what belongs to no word. */
function foldedSign(written: string): string {
  let found = signs.get(written);
  if (found === undefined) {
    found = fold(written.slice(0, maxTerm)).match(folded)?.join('') ?? '';
    if (signs.size >= maxKnown) signs.clear();
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
