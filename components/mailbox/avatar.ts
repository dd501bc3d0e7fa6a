import type { Mailbox } from '@/lib/mail/types';

/** White letters keep at least 4.5:1 on each of these. */
const colours = [
  '#7a4fb0',
  '#2d7a6b',
  '#a8522f',
  '#3f6a9e',
  '#8a6d1a',
  '#6b7280',
  '#b0446b',
  '#4b6b2f',
  '#1f6f8b',
  '#9c3f3f',
] as const;

/** Initials and colour of a correspondent: the same address always looks the same. */
export function avatarOf(who: Mailbox | undefined): { initials: string; colour: string } {
  const address = who?.address.trim().toLowerCase() ?? '';
  const name = who?.name.trim() || (address.split('@')[0] ?? '');
  return {
    initials: initialsOf(name),
    colour: colours[hash(address || name) % colours.length] ?? colours[0],
  };
}

/**
 * Up to two letters: the first of the first and of the last word; one alone for a single word and for scripts that are
 * written without spaces. `?` when there is no letter at all.
 */
export function initialsOf(name: string): string {
  const words = name
    .replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const named = words.length > 1 && /^the$/i.test(words[0] ?? '') ? words.slice(1) : words;
  const first = firstLetter(named[0]);
  if (!first) return '?';
  const last = named.length > 1 ? firstLetter(named.at(-1)) : '';
  return joined.test(first) ? first : first + last;
}

/** Scripts whose letters do not stand alone, or of which one sign is enough. */
const joined = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Arabic}\p{sc=Thai}]/u;

function firstLetter(word: string | undefined): string {
  const letter = word?.match(/[\p{L}\p{N}]/u)?.[0] ?? '';
  return letter.toLocaleUpperCase();
}

/** FNV-1a over UTF-16 units, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** The palette's account colours, by `AccountRecord.colour` (0-7). */
export const accountColours = [
  '#3b6fe0',
  '#d2483d',
  '#2f9468',
  '#a166d4',
  '#c98a00',
  '#1f93ab',
  '#d0558a',
  '#8a7560',
] as const;

export function accountColour(index: number): string {
  return accountColours[Math.abs(index) % accountColours.length] ?? accountColours[0];
}
