import { fileContent } from '@/lib/mail/fileContent';
import { fileTrouble } from '@/lib/mail/fileTrouble';
import type { Attachment } from '@/lib/mail/types';
import { type FileForm, fileForms } from './names';

const latin1 = new TextDecoder('latin1');
/** Octets of a file that are looked at. */
const most = 256 * 1024;

/**
 * What is odd about attachments: it runs, is locked or disguised, or is all there is (OLEVBMACRO, rspamd's MIME_BAD_*).
 *
 * @param words what the message says itself
 */
export function fileFormsOf(files: readonly Attachment[], words: string): FileForm[] {
  const kinds = new Set(files.map(({ name, type, bytes }) => fileTrouble(name, type, bytes)));
  const is: Record<FileForm, boolean> = {
    macroFile: kinds.has('macros') || files.some(({ bytes }) => hasMacros(bytes)),
    riskyFile: kinds.has('program') || kinds.has('disguised') || kinds.has('web'),
    lockedFile: kinds.has('encrypted') || files.some(({ bytes }) => isLocked(bytes)),
    // An invitation or a card says what it is.
    fileAlone:
      words.trim().length < 40 && files.some(({ type }) => !/^text\/(?:calendar|vcard|x-vcard)$/.test(type)),
  };
  return fileForms.filter((form) => is[form]);
}

/** Documents of Office keep programs in a stream of this name ([MS-OVBA] 2.2.1), or in such a file of their zip. */
function hasMacros(bytes: Uint8Array): boolean {
  const content = fileContent(bytes);
  if (content !== 'ole' && content !== 'zip') return false;
  const text = latin1.decode(bytes.subarray(0, most));
  return text.includes('vbaProject.bin') || text.includes('_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0');
}

/** [MS-OFFCRYPTO] 2.3.4: what is encrypted stands whole in this stream. */
const isLocked = (bytes: Uint8Array) =>
  fileContent(bytes) === 'ole' &&
  latin1.decode(bytes.subarray(0, most)).includes('E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0');
