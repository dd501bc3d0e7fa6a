/**
 * An address as browsers read it before they take it apart (URL Standard §4.4): control characters and spaces at its ends
 * are left out, tabs and line ends wherever they stand. Judged by any other spelling, `ht\ttps://` is no link, and is
 * followed all the same.
 */
export function cleanAddress(href: string): string {
  return (
    href
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
      .replace(/^[\u0000-\u0020]+/, '')
      .replace(/[\t\n\r]+/g, '')
      .replace(ends, '')
  );
}

// A long run of spaces that something stands behind is tried once, not from each of its places.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
const ends = /(?<![\u0000-\u0020])[\u0000-\u0020]+$/;
