/**
 * Stands where a picture was not loaded: a quiet box of the picture's size with its description, as an address. The SVG
 * is shown by <img>, where nothing in it runs or loads; the description is the only thing of the sender's in it.
 *
 * @param width and height in px as the message gives them; null where it does not
 */
export function placeholder(alt: string, width: number | null, height: number | null): string {
  const words = alt.replace(/\s+/g, ' ').trim();
  const wide = width ?? Math.min(320, words.length * perLetter + 28);
  const high = height ?? Math.min(120, Math.max(36, Math.round(wide / 4)));
  const letters = Math.floor((wide - 16) / perLetter);
  const shown =
    high < 16 || letters < 3 ? '' : words.length > letters ? `${cut(words, letters - 1)}…` : words;
  const plate = shown === '' ? 0 : Math.min(wide, [...shown].length * perLetter + 14);
  const svg =
    `${opening}${wide}" height="${high}">` +
    '<rect width="100%" height="100%" rx="6" fill="#808080" fill-opacity=".1"/>' +
    // A plate of its own: whatever colour the message paints behind its picture, the words are readable.
    `<rect x="${(wide - plate) / 2}" y="${high / 2 - 9}" width="${plate}" height="18" rx="4" fill="#6d6d6d"/>` +
    '<text x="50%" y="50%" dy=".35em" text-anchor="middle" font-family="system-ui,sans-serif" font-size="12" ' +
    `fill="#fff">${escapeXml(shown)}</text></svg>`;
  return `${begins}${base64(svg)}`;
}

const opening = '<svg xmlns="http://www.w3.org/2000/svg" width="';
const begins = 'data:image/svg+xml;base64,';
/** What the address of each of them begins with: the whole groups of three octets that are always the same. */
export const placeholderBegins = `${begins}${base64(opening.slice(0, opening.length - (opening.length % 3)))}`;

/** px that a letter of the description takes, about. */
const perLetter = 6.6;
const longest = 80;

function cut(text: string, length: number): string {
  return [...text].slice(0, Math.min(length, longest)).join('').trimEnd();
}

function escapeXml(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML allows none of them, not even escaped
      .replace(/[\u0000-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '')
  );
}

function base64(text: string): string {
  let octets = '';
  for (const octet of new TextEncoder().encode(text)) octets += String.fromCharCode(octet);
  return btoa(octets);
}

/** A length in px from an attribute or a style; null for per cent and anything else. At most 2,000. */
export function pixels(attribute: string | null, style: string, name: 'width' | 'height'): number | null {
  const styled = new RegExp(`(?:^|[;\\s])${name}\\s*:\\s*(\\d{1,5})(?:\\.\\d+)?px`, 'i').exec(
    style.slice(0, 2_000),
  )?.[1];
  const given = styled ?? /^(\d{1,5})(?:\.\d+)?\s*(?:px)?$/i.exec((attribute ?? '').trim())?.[1];
  return given === undefined ? null : Math.min(2_000, Number(given));
}
