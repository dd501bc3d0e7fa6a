/** Kinds of pictures that an <img> shows without anything in them running or loading. Never SVG. */
export type PictureType =
  | 'image/png'
  | 'image/jpeg'
  | 'image/gif'
  | 'image/webp'
  | 'image/avif'
  | 'image/bmp';

/** The largest picture that is fetched for a message, octets: photographs in mail have a few megabytes. */
export const maxPictureOctets = 10 * 1024 ** 2;

/** Addresses of pictures are as long as this at the most; longer ones carry data. */
export const maxAddressLength = 8_000;

/**
 * What a picture is by its first octets; null for everything else. Names and declared types do not count: what is told
 * to be a GIF may be a page, and a page may be told to be a GIF.
 */
export function pictureType(bytes: Uint8Array): PictureType | null {
  const is = (text: string, at = 0) =>
    text.length + at <= bytes.length &&
    [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));
  if (is('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (is('\xff\xd8\xff')) return 'image/jpeg';
  if (is('GIF87a') || is('GIF89a')) return 'image/gif';
  if (is('RIFF') && is('WEBP', 8)) return 'image/webp';
  // ISO 14496-12: a box `ftyp` with its major brand.
  if (is('ftyp', 4) && (is('avif', 8) || is('avis', 8))) return 'image/avif';
  // Two letters alone begin many texts: the header's size (Windows 3 to 5) has to be right, too.
  if (is('BM') && [40, 52, 56, 64, 108, 124].includes(bytes[14] ?? 0) && bytes[15] === 0) return 'image/bmp';
  return null;
}

/**
 * The address at which a picture of a message is asked for: https at its own port, without user name and fragment.
 * `http:` becomes `https:`, as browsers do for pictures in pages (Mixed Content Level 2 §4). Null for all others.
 *
 * @param address as it stands in the message; without a scheme (`//host/…`) it counts as https
 */
export function pictureAddress(address: string): string | null {
  const trimmed = address.trim();
  if (trimmed.length > maxAddressLength || !/^(?:https?:)?[\\/]{2}/i.test(trimmed)) return null;
  const whole = /^[\\/]/.test(trimmed) ? `https:${trimmed}` : trimmed;
  if (!URL.canParse(whole)) return null;
  const url = new URL(whole);
  if (url.protocol === 'http:' && url.port === '') url.protocol = 'https:';
  if (url.protocol !== 'https:' || url.username || url.password || url.hostname === '') return null;
  url.hash = '';
  return url.href;
}
