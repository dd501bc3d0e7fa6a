/**
 * The words of a PDF document, near enough for a filter: what its pages show, in the order in which they say so. No layout,
 * no pictures, no encryption, and of compressions Flate alone, as nearly all programs write it (ISO 32000-1 §7.3 to §7.5, §9).
 * It is looked at before anybody has asked for it, so there are limits for all of it, and what is broken has no words; who
 * opens a document has pdf.js, which understands all.
 */

/** Of larger documents the beginning is read; of what comes out of it so much, and of so many streams. Octets, characters. */
const most = {
  ...{ octets: 512 * 1024, unpacked: 1024 * 1024, inAll: 4 * 1024 * 1024 },
  ...{ objects: 4_000, dictionary: 8_000, streams: 200, codes: 70_000, text: 60_000 },
};

type CharacterMap = { width: number; texts: ReadonlyMap<number, string> };

interface Parts {
  /** What stands in each object outside of streams, by its number. */
  dictionaries: Map<number, string>;
  /** What is in its stream, unpacked. */
  streams: Map<number, string>;
}

const latin1 = new TextDecoder('latin1');

/** Never rejects: what cannot be read has no words. */
export async function pdfText(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const file = latin1.decode(bytes.subarray(0, most.octets));
  if (!file.slice(0, 1_024).includes('%PDF-')) return '';
  const parts = await partsOf(bytes, file);
  const fonts = fontsOf(parts);
  let text = '';
  for (const stream of parts.streams.values()) {
    if (text.length > most.text) break;
    if (/T[jJ'"]/.test(stream)) text += `${shown(stream, fonts)}\n`;
  }
  return text.slice(0, most.text);
}

async function partsOf(bytes: Uint8Array<ArrayBuffer>, file: string): Promise<Parts> {
  const parts: Parts = { dictionaries: new Map(), streams: new Map() };
  let left = most.inAll;
  for (const { index, 0: head, 1: number = '' } of file.matchAll(/\b(\d{1,9})\s{1,9}\d{1,5}\s{1,9}obj\b/g)) {
    if (parts.dictionaries.size >= most.objects) break;
    const start = index + head.length;
    const [found] = /\bendobj\b|\bstream\r?\n/.exec(file.slice(start, start + most.dictionary)) ?? [];
    const end = found ? file.indexOf(found, start) : start;
    const dictionary = file.slice(start, end);
    parts.dictionaries.set(Number(number), dictionary);
    if (!found?.startsWith('stream') || parts.streams.size >= most.streams || left <= 0) continue;
    const from = end + found.length;
    const to = file.indexOf('endstream', from);
    // Pictures and fonts have no words.
    if (/\/(?:Subtype\s*\/Image|Length1|FontFile)\b/.test(dictionary)) continue;
    const packed = bytes.subarray(from, to < 0 ? most.octets : to);
    const stream = /\/FlateDecode\b/.test(dictionary)
      ? await unpacked(packed, Math.min(left, most.unpacked))
      : packed.subarray(0, most.unpacked);
    left -= stream.length;
    parts.streams.set(Number(number), latin1.decode(stream));
    if (/\/ObjStm\b/.test(dictionary)) addPacked(parts, dictionary, latin1.decode(stream));
  }
  return parts;
}

/** Objects that stand in a stream together (§7.5.7). */
function addPacked({ dictionaries }: Parts, dictionary: string, stream: string): void {
  const first = Number(/\/First\s+(\d{1,9})/.exec(dictionary)?.[1] ?? 0);
  const numbers = (stream.slice(0, Math.min(first, 64 * 1024)).match(/\d{1,9}/g) ?? []).map(Number);
  for (let at = 0; at + 1 < numbers.length && dictionaries.size < most.objects; at += 2) {
    const [number = 0, from = 0, , to = stream.length] = numbers.slice(at, at + 4);
    dictionaries.set(
      number,
      stream.slice(first + from, Math.min(first + to, first + from + most.dictionary)),
    );
  }
}

/** As much as comes out of it, up to so many octets: what is cut, or followed by something, has its beginning. */
async function unpacked(packed: Uint8Array<ArrayBuffer>, limit: number): Promise<Uint8Array> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (let next = await reader.read(); !next.done && size < limit; next = await reader.read()) {
      chunks.push(next.value);
      size += next.value.length;
    }
    await reader.cancel();
  } catch {
    // Broken from here on.
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all.subarray(0, limit);
}

/** What the codes of each font mean, by the name that pages call it (§9.10.3). Of two fonts of one name the first counts. */
function fontsOf({ dictionaries, streams }: Parts): Map<string, CharacterMap> {
  const maps = new Map<number, CharacterMap>();
  for (const [number, dictionary] of dictionaries) {
    const stream = streams.get(Number(/\/ToUnicode\s+(\d{1,9})/.exec(dictionary)?.[1] ?? -1));
    if (stream !== undefined) maps.set(number, characterMap(stream));
  }
  const named = new Map<string, CharacterMap>();
  for (const dictionary of dictionaries.values())
    for (const [, name = '', number = ''] of dictionary.matchAll(
      /\/([^\s/<>[\]()]{1,60})\s+(\d{1,9})\s+\d{1,5}\s+R\b/g,
    )) {
      const map = maps.get(Number(number));
      if (map && !named.has(name)) named.set(name, map);
    }
  return named;
}

function characterMap(stream: string): CharacterMap {
  const texts = new Map<number, string>();
  const [, space = ''] = /begincodespacerange\s*<([0-9a-f]+)>/i.exec(stream) ?? [];
  for (const block of between(stream, 'beginbfchar', 'endbfchar'))
    for (const [, code = '', text = ''] of block.matchAll(/<([0-9a-f]{1,8})>\s*<([0-9a-f]{1,64})>/gi))
      if (texts.size < most.codes) texts.set(Number.parseInt(code, 16), utf16(text));
  for (const block of between(stream, 'beginbfrange', 'endbfrange'))
    for (const [, low = '', high = '', text = '', list = ''] of block.matchAll(
      /<([0-9a-f]{1,8})>\s*<([0-9a-f]{1,8})>\s*(?:<([0-9a-f]{1,64})>|\[([^\][]{0,4000})\])/gi,
    )) {
      const [from, to] = [Number.parseInt(low, 16), Number.parseInt(high, 16)];
      const each = list.match(/[0-9a-f]{4,64}/gi);
      for (let code = from; code <= Math.min(to, from + 1_000) && texts.size < most.codes; code += 1)
        texts.set(code, each ? utf16(each[code - from] ?? '') : moved(utf16(text), code - from));
    }
  return { width: space.length > 2 ? 2 : 1, texts };
}

const between = (text: string, begin: string, end: string): string[] =>
  text
    .split(begin, 200)
    .slice(1)
    .map((rest) => rest.split(end, 1)[0] ?? '');
const utf16 = (hex: string): string =>
  (hex.match(/[0-9a-f]{4}/gi) ?? []).map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join('');
const moved = (text: string, steps: number): string =>
  text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + steps);

/** The only things that stand in `[…] TJ`: what opens and never closes ends there. */
const piece = String.raw`\((?:[^()\\]|\\[\s\S]){0,4000}\)|<[0-9a-f\s]{0,4000}>`;
const operators = new RegExp(
  String.raw`\/([^\s/<>[\]()]{1,60})\s{1,9}-?[\d.]{1,12}\s{1,9}Tf\b|\[((?:${piece}|[-\d.\s]){0,4000})\]\s{0,9}TJ` +
    String.raw`|(${piece})\s{0,9}(?:Tj|'|")|\b(?:T[dDm*]|ET)(?![a-z])`,
  'gi',
);
const pieces = new RegExp(`${piece}|-?[\\d.]{1,12}`, 'gi');

/** What a page's stream shows (§9.4.3). */
function shown(stream: string, fonts: ReadonlyMap<string, CharacterMap>): string {
  let font: CharacterMap | undefined;
  let text = '';
  for (const [, name, several, one] of stream.matchAll(operators)) {
    if (text.length > most.text) break;
    if (name !== undefined) font = fonts.get(name);
    else if (one !== undefined) text += decoded(one, font);
    else if (several === undefined) text += ' ';
    // So far apart, two pieces are two words.
    // So far apart, two pieces are two words.
    else
      for (const [part] of several.matchAll(pieces))
        text += /^[(<]/.test(part) ? decoded(part, font) : Number(part) < -200 ? ' ' : '';
  }
  return text;
}

function decoded(written: string, font: CharacterMap | undefined): string {
  const octets = written.startsWith('<') ? hexadecimal(written) : literal(written);
  // Codes of a font that says nothing of them are no words.
  if (!font) return octets.replace(/[^\t\n\r -~\u00a0-\u00ff]/g, '');
  let text = '';
  for (let at = 0; at < octets.length; at += font.width) {
    const low = octets.charCodeAt(at + font.width - 1);
    text += font.texts.get(font.width === 2 ? octets.charCodeAt(at) * 256 + low : low) ?? '';
  }
  return text;
}

const hexadecimal = (written: string): string =>
  (written.replace(/[^0-9a-f]/gi, '').match(/../g) ?? [])
    .map((pair) => String.fromCharCode(Number.parseInt(pair, 16)))
    .join('');
const signs: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const literal = (written: string): string =>
  written
    .slice(1, -1)
    .replace(/\\(?:([0-7]{1,3})|([\s\S]))/g, (_, octal?: string, sign = '') =>
      octal === undefined ? (signs[sign] ?? sign) : String.fromCharCode(Number.parseInt(octal, 8) % 256),
    );
