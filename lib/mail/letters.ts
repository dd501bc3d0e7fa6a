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
