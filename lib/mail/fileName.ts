import { type FileContent, fileContent, looksLikeText } from './fileContent';

/** Extensions for attachments that came without a name. */
const extensions: Record<string, string> = {
  'application/msword': 'doc',
  'application/pdf': 'pdf',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/zip': 'zip',
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'message/rfc822': 'eml',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/plain': 'txt',
};

/** Whole names for parts that machines put there, and that hardly ever have one. */
const names: Record<string, string> = {
  'application/ics': 'calendar.ics',
  'application/ms-tnef': 'winmail.dat',
  'application/pgp-encrypted': 'pgp-version.txt',
  'application/pgp-keys': 'public-key.asc',
  'application/pgp-signature': 'signature.asc',
  'application/pkcs7-mime': 'smime.p7m',
  'application/pkcs7-signature': 'smime.p7s',
  'application/x-pkcs7-mime': 'smime.p7m',
  'application/x-pkcs7-signature': 'smime.p7s',
  'message/delivery-status': 'delivery-report.txt',
  'message/disposition-notification': 'read-receipt.txt',
  'message/feedback-report': 'complaint.txt',
  'message/rfc822': 'message.eml',
  'message/rfc822-headers': 'header.txt',
  'text/calendar': 'calendar.ics',
  'text/rfc822-headers': 'header.txt',
  'text/vcard': 'contact.vcf',
  'text/x-vcard': 'contact.vcf',
};

/** Where an extension is not called as the content is. */
const ofContent: Partial<Record<FileContent, string>> = {
  jpeg: 'jpg',
  gzip: 'gz',
  program: 'bin',
  ole: 'bin',
  tnef: 'dat',
};
/** Content that several kinds of files share: which of them it is, the declared type may say. */
const shared: Partial<Record<FileContent, readonly string[]>> = {
  zip: ['docx', 'xlsx', 'pptx'],
  ole: ['doc', 'xls', 'ppt'],
  html: ['txt', 'csv', 'eml', 'xls'],
  svg: ['txt'],
};

/** The octets say what a file is, and the declared type where they do not. */
function nameFor(type: string, bytes: Uint8Array): string {
  const declared = Object.hasOwn(extensions, type) ? extensions[type] : undefined;
  const name = Object.hasOwn(names, type) ? names[type] : undefined;
  const content = fileContent(bytes);
  if (name && (content === null || content === 'tnef')) return name;
  if (content === null) return `attachment.${declared ?? (looksLikeText(bytes) ? 'txt' : 'bin')}`;
  if (declared && shared[content]?.includes(declared)) return name ?? `attachment.${declared}`;
  return `attachment.${ofContent[content] ?? content}`;
}

/** Names that Windows gives to devices, with any extension. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A name that is safe to write to any disk and that looks like what it is: no path, no control or bidirectional
 * characters (they turn `gpj.exe` into `exe.jpg`), nothing that a shell or Windows reserves. Never empty.
 *
 * @param name as the sender wrote it, may be empty
 * @param type declared media type, for an extension when there is no name
 * @param bytes what it is, for the same
 */
export function fileName(name: string, type: string, bytes: Uint8Array = nothing): string {
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
  if (!cleaned) return nameFor(type, bytes);
  const safe = device.test(cleaned) ? `_${cleaned}` : cleaned;
  return shorten(safe, 180);
}

const nothing = new Uint8Array();

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
