/**
 * Multi-line answers (RFC 1939 §3): every line that begins with a dot gets a second one, and a line that is a dot
 * alone ends the answer. Only CRLF begins a line: mail may hold bare CR or LF, and must come out as it went in.
 */

const lineDot = Buffer.from('\r\n.');
const dot = Buffer.from('.');
const end = Buffer.from('.\r\n');
const lineEnd = Buffer.from('\r\n');

/** Pieces are cut to this many octets, so that a slow reader holds back a large message instead of all of it. */
const pieceLimit = 64 * 1024;

/** The answer's body for `message`: views on its bytes, with dots and the end between them. */
export function* multiline(message: Uint8Array): Generator<Uint8Array> {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  if (bytes[0] === 0x2e) yield dot;
  let from = 0;
  while (from < bytes.length) {
    const found = bytes.indexOf(lineDot, from);
    // The piece ends just before the dot, and the doubled dot stands in front of the next piece.
    const to = found < 0 ? bytes.length : found + 2;
    for (let at = from; at < to; at += pieceLimit) yield bytes.subarray(at, Math.min(at + pieceLimit, to));
    if (found >= 0) yield dot;
    from = to;
  }
  if (bytes.length > 0 && !bytes.subarray(-2).equals(lineEnd)) yield lineEnd;
  yield end;
}

/** The head, the empty line and the first `lines` lines of the body (TOP, RFC 1939 §7). */
export function topOf(message: Uint8Array, lines: number): Uint8Array {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  let at = bytes.subarray(0, 2).equals(lineEnd) ? 2 : bytes.indexOf('\r\n\r\n') + 4;
  if (at < 4 && at !== 2) return bytes;
  for (let line = 0; line < lines; line += 1) {
    const found = bytes.indexOf(lineEnd, at);
    if (found < 0) return bytes;
    at = found + 2;
  }
  return bytes.subarray(0, at);
}
