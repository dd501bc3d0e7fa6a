/**
 * Lower case for A to Z alone, as HTML compares names. `toLowerCase` makes two units of `İ`, after which no position found
 * in its result is right in the text it came from.
 */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
