/** Extensions for attachments that came without a name. */
const extensions: Record<string, string> = {
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'message/rfc822': 'eml',
  'text/calendar': 'ics',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/vcard': 'vcf',
};

/** Names that Windows gives to devices, with any extension. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A name that is safe to write to any disk and that looks like what it is: no path, no control or bidirectional
 * characters (they turn `gpj.exe` into `exe.jpg`), nothing that a shell or Windows reserves. Never empty.
 *
 * @param name as the sender wrote it, may be empty
 * @param type declared media type, for an extension when there is no name
 */
export function fileName(name: string, type: string): string {
  const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  // Cut first: marks in a hostile order take `normalize` quadratic time.
  const cleaned = (last.length > 1_000 ? last.slice(0, 800) + last.slice(-200) : last)
    .normalize('NFC')
    // Halves that the cut left behind.
    .replace(/\p{Surrogate}/gu, '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
    .replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, '')
    .replace(/[<>:"|?*]/g, '_')
    // The look behind tries each run once; without it, a run that is not at the end takes quadratic time.
    .replace(/^[.\s]+|(?<![.\s])[.\s]+$/g, '');
  if (!cleaned) return `attachment.${extensions[type] ?? 'bin'}`;
  const safe = device.test(cleaned) ? `_${cleaned}` : cleaned;
  return shorten(safe, 180);
}

/** Cuts in the middle, so that the extension stays. Length in UTF-16 units, never splitting a character. */
function shorten(name: string, limit: number): string {
  if (name.length <= limit) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : '';
  let stem = '';
  for (const character of name) {
    if (stem.length + character.length > limit - extension.length) break;
    stem += character;
  }
  return stem + extension;
}
