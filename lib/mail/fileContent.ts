/** What a file is by its first octets. */
export type FileContent =
  | 'png'
  | 'jpeg'
  | 'gif'
  | 'webp'
  | 'avif'
  | 'heic'
  | 'bmp'
  | 'pdf'
  | 'zip'
  | 'rar'
  | '7z'
  | 'gzip'
  | 'program'
  | 'html'
  | 'svg'
  | 'mp3'
  | 'ogg'
  | 'wav'
  | 'flac'
  | 'mp4'
  | 'm4a'
  | 'webm'
  | 'rtf'
  | 'tnef'
  | 'ole';

const marks: readonly (readonly [FileContent, number, string])[] = [
  ['png', 0, '\x89PNG\r\n\x1a\n'],
  ['jpeg', 0, '\xff\xd8\xff'],
  ['gif', 0, 'GIF8'],
  ['webp', 8, 'WEBP'],
  ['avif', 4, 'ftypavif'],
  ['heic', 4, 'ftyphei'],
  ['heic', 4, 'ftypmif1'],
  ['m4a', 4, 'ftypM4A'],
  ['mp4', 4, 'ftyp'],
  ['pdf', 0, '%PDF-'],
  ['zip', 0, 'PK\x03\x04'],
  ['zip', 0, 'PK\x05\x06'],
  ['rar', 0, 'Rar!\x1a\x07'],
  ['7z', 0, '7z\xbc\xaf\x27\x1c'],
  ['gzip', 0, '\x1f\x8b\x08'],
  ['program', 0, '\x7fELF'],
  ['program', 0, '#!/'],
  ['program', 0, '\xcf\xfa\xed\xfe'],
  ['program', 0, '\xca\xfe\xba\xbe'],
  ['mp3', 0, 'ID3'],
  // A frame of MPEG 1 or 2, layer 3, with or without a checksum (ISO 11172-3 §2.4.1.3).
  ...['\xff\xfb', '\xff\xfa', '\xff\xf3', '\xff\xf2'].map((mark) => ['mp3', 0, mark] as const),
  ['ogg', 0, 'OggS'],
  ['wav', 8, 'WAVE'],
  ['flac', 0, 'fLaC'],
  ['webm', 0, '\x1aE\xdf\xa3'],
  ['rtf', 0, '{\\rtf'],
  ['tnef', 0, '\x78\x9f\x3e\x22'],
  ['ole', 0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
];

/** Judges a file by its octets; null where they say nothing. */
export function fileContent(bytes: Uint8Array): FileContent | null {
  const is = (text: string, at: number) =>
    bytes.length >= at + text.length &&
    [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));
  for (const [kind, at, text] of marks) if (is(text, at)) return kind;
  // Two letters alone begin many texts: what belongs to them further on has to be right, too.
  if (is('MZ', 0) && bytes.length > 64 && bytes.subarray(0, 64).includes(0)) return 'program';
  if (is('BM', 0) && bytes[15] === 0 && bytes[16] === 0) return 'bmp';
  const text = new TextDecoder('latin1')
    .decode(bytes.subarray(0, 512))
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  if (/^(?:<!doctype html|<html|<head|<body|<script)/.test(text)) return 'html';
  return /^(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?(?:<!doctype svg[^>]*>\s*)?<svg[\s>]/.test(text)
    ? 'svg'
    : null;
}

/** So much of a file is looked at to tell whether it is text. */
const textOctets = 4_096;

/**
 * Whether a file is text, by its octets alone: UTF-8, UTF-16 with its mark, or else hardly anything beyond seven bits; and
 * nothing in it that no text has. For what `fileContent` does not know.
 */
export function looksLikeText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, textOctets);
  if (head.length === 0) return false;
  const marked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const decoder = new TextDecoder(marked ? (head[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8', {
    fatal: true,
  });
  let text: string;
  try {
    // The last letter may be cut.
    text = decoder.decode(head, { stream: true });
  } catch {
    if (marked || head.filter((octet) => octet > 0x7f).length > head.length / 4) return false;
    text = latin1.decode(head);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells
  return !/[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f]/.test(text);
}

/** Whether a document of Office can run something: it has a project of VBA ([MS-OVBA] 2.2.1), as a stream or in its zip. */
export function hasMacros(bytes: Uint8Array): boolean {
  const kind = fileContent(bytes);
  if (kind === 'zip') return latin1.decode(bytes.subarray(0, looked)).includes('vbaProject.bin');
  return kind === 'ole' && namesStream(bytes, '_VBA_PROJECT');
}

/** Octets of a document that are looked at. */
const looked = 1024 * 1024;
const latin1 = new TextDecoder('latin1');

/** Whether a compound file has a stream of the name, which stands there in UTF-16 ([MS-CFB] 2.6.1). */
export const namesStream = (bytes: Uint8Array, name: string): boolean =>
  latin1.decode(bytes.subarray(0, looked)).includes([...name].map((letter) => `${letter}\0`).join(''));
