import { type FileContent, fileContent } from '@/lib/mail/fileContent';
import { guessed } from '@/lib/mail/guessed';
import type { Attachment } from '@/lib/mail/types';
import { kindOf } from './kinds';

/** How an attachment is looked at here; the media type is ours, by the octets, never the sender's word. */
export type Preview =
  | { as: 'image' | 'audio' | 'video'; type: string }
  /** Drawn by pdf.js, never opened as a document. */
  | { as: 'pdf' }
  /** Text, decoded, cut. */
  | { as: 'text'; text: string; cut: boolean };

/** SVG is not among them: it is never opened inside our origin. */
const media: Partial<Record<FileContent, readonly ['image' | 'audio' | 'video', string]>> = {
  png: ['image', 'image/png'],
  jpeg: ['image', 'image/jpeg'],
  gif: ['image', 'image/gif'],
  webp: ['image', 'image/webp'],
  avif: ['image', 'image/avif'],
  bmp: ['image', 'image/bmp'],
  mp3: ['audio', 'audio/mpeg'],
  ogg: ['audio', 'audio/ogg'],
  wav: ['audio', 'audio/wav'],
  flac: ['audio', 'audio/flac'],
  m4a: ['audio', 'audio/mp4'],
  mp4: ['video', 'video/mp4'],
  webm: ['video', 'video/webm'],
};

/** As much text as is shown; the file has all of it. */
const shownOctets = 256 * 1024;

/** What can be shown of an attachment here; null: it can only be saved. */
export function previewOf(
  name: string,
  { type, bytes, charset }: Pick<Attachment, 'type' | 'bytes' | 'charset'>,
): Preview | null {
  const content = fileContent(bytes);
  const found = content === null ? undefined : media[content];
  if (found) return { as: found[0], type: found[1] };
  if (content === 'pdf') return { as: 'pdf' };
  const kind = kindOf(name, type, bytes);
  const readable =
    kind === 'text' || kind === 'calendar' || kind === 'contact' || kind === 'mail' || /\.csv$/i.test(name);
  if (content !== null || !readable || bytes.byteLength === 0) return null;
  const text = decoded(bytes.subarray(0, shownOctets), charset);
  // What has NUL in it is no text, whatever it is called.
  return text.includes('\0') ? null : { as: 'text', text, cut: bytes.byteLength > shownOctets };
}

/** UTF-16 by its mark, else as it proves to be or is declared; the cut may split a letter. */
function decoded(bytes: Uint8Array, charset: string | undefined): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
  }
  return guessed(bytes, charset, { stream: true });
}

/** Names for one archive: of two that are the same, the second gets a number before its extension. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const dot = name.lastIndexOf('.');
    const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    let free = name;
    for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${stem} (${number})${extension}`;
    taken.add(free.toLowerCase());
    return free;
  });
}
