/**
 * Encoding into legacy charsets without a table of our own: Node's TextDecoder knows them all in the other
 * direction (WHATWG Encoding Standard), so decoding every byte sequence once yields the encoder.
 */

type Encoder = Map<string, readonly number[]>;

/** First and last lead byte, first trail byte of the double-byte charsets. */
const doubleByte: Record<string, readonly [number, number, number]> = {
  big5: [0xa1, 0xf9, 0x40],
  gb18030: [0x81, 0xfe, 0x40],
  'euc-kr': [0xa1, 0xfe, 0xa1],
  'euc-jp': [0xa1, 0xfe, 0xa1],
};

const encoders = new Map<string, Encoder>();

function encoderOf(charset: string): Encoder {
  const known = encoders.get(charset);
  if (known) return known;
  const encoder: Encoder = new Map();
  const decoder = new TextDecoder(charset);
  const range = doubleByte[charset];
  if (range) {
    const [first, last, trail] = range;
    const bytes: number[] = [];
    // A line feed after each pair keeps an invalid pair from swallowing its neighbour.
    for (let a = first; a <= last; a++) for (let b = trail; b <= 0xfe; b++) bytes.push(a, b, 0x0a);
    const decoded = decoder.decode(new Uint8Array(bytes)).split('\n');
    let cell = 0;
    for (let a = first; a <= last; a++)
      for (let b = trail; b <= 0xfe; b++) {
        const character = decoded[cell++] ?? '';
        if ([...character].length === 1 && character !== '\ufffd' && !encoder.has(character))
          encoder.set(character, [a, b]);
      }
  } else {
    for (let byte = 0x80; byte <= 0xff; byte++) {
      const character = decoder.decode(new Uint8Array([byte]));
      if (character !== '\ufffd') encoder.set(character, [byte]);
    }
  }
  encoders.set(charset, encoder);
  return encoder;
}

/** ISO-2022-JP (RFC 1468): JIS X 0208 is EUC-JP without the high bits, between `ESC $ B` and `ESC ( B`. */
function encodeIso2022jp(text: string): number[] {
  const encoder = encoderOf('euc-jp');
  const bytes: number[] = [];
  let kanji = false;
  for (const character of text) {
    const pair = encoder.get(character);
    const ascii = character.charCodeAt(0) < 0x80;
    if (!ascii && !pair) throw new RangeError(`iso-2022-jp has no "${character}"`);
    if (ascii === kanji) bytes.push(0x1b, ...(ascii ? [0x28, 0x42] : [0x24, 0x42]));
    kanji = !ascii;
    if (pair) for (const byte of pair) bytes.push(byte & 0x7f);
    else bytes.push(character.charCodeAt(0));
  }
  if (kanji) bytes.push(0x1b, 0x28, 0x42);
  return bytes;
}

/**
 * The bytes of `text` in `charset` (a lower-case WHATWG label: utf-8, iso-8859-9, big5, iso-2022-jp, koi8-r ...).
 * Throws RangeError for a character that the charset does not have: cure the text or choose another charset.
 */
export function encode(text: string, charset: string): Uint8Array {
  if (charset === 'utf-8' || charset === 'us-ascii') return new TextEncoder().encode(text);
  if (charset === 'iso-2022-jp') return new Uint8Array(encodeIso2022jp(text));
  const encoder = encoderOf(charset);
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0);
    const found = code < 0x80 ? [code] : encoder.get(character);
    if (!found) throw new RangeError(`${charset} has no "${character}"`);
    bytes.push(...found);
  }
  return new Uint8Array(bytes);
}
