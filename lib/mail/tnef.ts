import { guessed } from './guessed';
import type { Attachment } from './types';

/** A file out of a TNEF stream. */
export type TnefFile = Omit<Attachment, 'size'>;

const signature = 0x223e9f78;
const attachmentLevel = 2;
/** Attributes (MS-OXTNEF §2.1.3.2). */
const attribute = {
  newFile: 0x9002,
  title: 0x8010,
  data: 0x800f,
  properties: 0x9005,
  /** Of the message itself: its words of old, and its own properties. */
  body: 0x800c,
  messageProperties: 0x9003,
  codePage: 0x9007,
} as const;
/** MAPI properties of an attachment, and those in which a message's words stand (MS-OXPROPS). */
const property = { longName: 0x3707, type: 0x370e, contentId: 0x3712 } as const;
const bodies = { text: 0x1000, rtf: 0x1009, html: 0x1013 } as const;
/** Octets of values whose types have a fixed length, as they stand in the stream, padded to four. */
const fixedLengths: Readonly<Record<number, number>> = {
  ...{ 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16 },
};
const maxFiles = 500;

interface Content {
  found: Found[];
  body: boolean;
  text: string;
  html: string;
}

/** What is in a TNEF stream. */
export interface Tnef {
  files: TnefFile[];
  /** All that it says to hold was found. */
  whole: boolean;
  /** The message's words stand in it, too, be it as RTF, which is not read here. */
  body: boolean;
  /** The words, as far as they can be read; empty: not. */
  text: string;
  html: string;
}

interface Found {
  title: string;
  names: ReadonlyMap<number, string>;
  bytes: Uint8Array<ArrayBuffer> | null;
}

/**
 * The files, and the words, that Outlook packed into winmail.dat (MS-OXTNEF). Every step goes forward, so that no stream can hold it up;
 * one that is cut short, or is none, gives the files before that place.
 */
export function tnefFiles(stream: Uint8Array): Tnef {
  const content: Content = { found: [], body: false, text: '', html: '' };
  const { found } = content;
  let whole = false;
  try {
    whole = readAttributes(stream, content);
  } catch (error) {
    // A length that leads out of the stream.
    if (!(error instanceof RangeError)) throw error;
  }
  const files = found.flatMap(({ title, names, bytes }): TnefFile[] =>
    bytes === null
      ? []
      : [
          {
            name: names.get(property.longName) || title,
            type: (names.get(property.type) || 'application/octet-stream').toLowerCase(),
            contentId: (names.get(property.contentId) ?? '').replace(/^<|>$/g, ''),
            bytes,
          },
        ],
  );
  const { body, text, html } = content;
  const holds = files.length > 0 || text !== '' || html !== '';
  return { files, whole: whole && holds && files.length === found.length, body, text, html };
}

function readAttributes(stream: Uint8Array, content: Content): boolean {
  const { found } = content;
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  if (view.getUint32(0, true) !== signature) return false;
  let codePage = 'windows-1252';
  let at = 6;
  while (at < stream.byteLength) {
    const level = view.getUint8(at);
    const id = view.getUint16(at + 1, true);
    const data = part(stream, at + 9, view.getUint32(at + 5, true));
    at += 9 + data.byteLength + 2;
    if (id === attribute.codePage && data.byteLength >= 4) {
      codePage = `windows-${new DataView(data.buffer, data.byteOffset).getUint32(0, true)}`;
    }
    if (level !== attachmentLevel) {
      if (id === attribute.body && data.byteLength > 1) {
        content.body = true;
        content.text ||= text(data, codePage);
      }
      if (id === attribute.messageProperties) {
        const held = valuesIn(data, codePage);
        if (Object.values(bodies).some((name) => held.has(name))) content.body = true;
        // In UTF-16 mostly, where the words of old have letters of one code page.
        content.text = held.get(bodies.text) || content.text;
        content.html = held.get(bodies.html) || content.html;
      }
      continue;
    }
    if (id === attribute.newFile) {
      if (found.length >= maxFiles) return false;
      found.push({ title: '', names: new Map(), bytes: null });
    }
    const file = found.at(-1);
    if (!file) continue;
    if (id === attribute.title) file.title = text(data, codePage);
    // Memory of its own: it is transferred to the page without the rest.
    if (id === attribute.data) file.bytes = data.slice();
    if (id === attribute.properties) file.names = valuesIn(data, codePage);
  }
  return true;
}

/**
 * The properties that have words or octets in them; those of octets as empty text, but for HTML. What cannot be read ends
 * it: the file's own attributes are enough.
 */
function valuesIn(data: Uint8Array, codePage: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  try {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    let at = 4;
    while (at + 4 <= data.byteLength) {
      const type = view.getUint16(at, true);
      const id = view.getUint16(at + 2, true);
      at += 4;
      if (id >= 0x8000) {
        const named = view.getUint32(at + 16, true) === 1;
        at += 24 + (named ? padded(view.getUint32(at + 20, true)) : 0);
      }
      const kind = type & 0x0fff;
      const fixed = fixedLengths[kind];
      const isList = (type & 0x1000) !== 0 || fixed === undefined;
      const count = isList ? view.getUint32(at, true) : 1;
      if (isList) at += 4;
      if (fixed !== undefined) {
        at += fixed * count;
        continue;
      }
      // Strings of 8 bits and of UTF-16, objects, octets.
      if (![0x1e, 0x1f, 0x0d, 0x102].includes(kind)) break;
      for (let index = 0; index < count; index += 1) {
        const value = part(data, at + 4, view.getUint32(at, true));
        at += 4 + padded(value.byteLength);
        if (kind === 0x102 && value.byteLength > 0)
          names.set(id, id === bodies.html ? guessed(value).trim() : '');
        if (kind === 0x1e) names.set(id, text(value, codePage));
        if (kind === 0x1f) names.set(id, text(value, 'utf-16le'));
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return names;
}

const padded = (length: number) => Math.ceil(length / 4) * 4;

/** @throws RangeError when it is longer than what there is */
function part(bytes: Uint8Array, from: number, length: number): Uint8Array {
  if (from + length > bytes.byteLength) throw new RangeError(`${length} octets at ${from}`);
  return bytes.subarray(from, from + length);
}

function text(bytes: Uint8Array, encoding: string): string {
  return decoder(encoding).decode(bytes).replace(/\0.*$/s, '').trim();
}

function decoder(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding);
  } catch {
    // A code page that the browser does not know.
    return new TextDecoder('windows-1252');
  }
}
