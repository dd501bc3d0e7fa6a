import { ArchiveProblem } from './errors';
import { maxMessageOctets } from './limits';

/**
 * The mbox format (RFC 4155), in the dialect mboxrd, which is reversible: every line that is "From " behind any number of
 * ">" gets one more ">". Messages keep their line ends. One whose last line has no end is marked in its separator, because
 * the separator of the next one must stand on a line of its own.
 */

const [lf, cr, gt] = [0x0a, 0x0d, 0x3e];
const from = new TextEncoder().encode('From ');
const crlf = Uint8Array.of(cr, lf);
const quote = Uint8Array.of(gt);

/** Who a message is from, by our separators: nobody knows the envelope any more. */
const sender = 'postbag@localhost';
const senderUnended = 'postbag-unended@localhost';

/** A message as it stands in an mbox: separator, quoted lines, empty line. @param date ms since 1970 */
export function mboxEntry(message: Uint8Array, date: number): Uint8Array[] {
  const ended = message.length > 0 && message[message.length - 1] === lf;
  const separator = `From ${ended ? sender : senderUnended} ${asctime(date)}\r\n`;
  const parts: Uint8Array[] = [new TextEncoder().encode(separator)];
  let start = 0;
  for (let line = 0; line < message.length; ) {
    if (isFrom(message, line)) {
      parts.push(message.subarray(start, line), quote);
      start = line;
    }
    const end = message.indexOf(lf, line);
    line = end < 0 ? message.length : end + 1;
  }
  parts.push(message.subarray(start));
  if (!ended) parts.push(crlf);
  parts.push(crlf);
  return parts;
}

/** `Thu Jan  1 10:00:00 2026`, in UTC (RFC 4155, appendix A). */
function asctime(date: number): string {
  const time = new Date(Number.isFinite(date) && Math.abs(date) < 8.64e15 ? date : 0);
  const [week, day = '', month, year] = time.toUTCString().replace(',', '').split(' ');
  return `${week} ${month} ${day.replace(/^0/, ' ')} ${time.toISOString().slice(11, 19)} ${year}`;
}

/** Whether at `line` stands "From " behind any number of ">". */
function isFrom(bytes: Uint8Array, line: number): boolean {
  let at = line;
  while (bytes[at] === gt) at += 1;
  return from.every((byte, index) => bytes[at + index] === byte);
}

/**
 * A separator: "From ", something, and somewhere behind it a day, a time and a year. Programs agree on no more; a line of
 * prose that begins with "From " has none of that.
 */
const separatorLine = /^From (?:(\S{0,200}) )?.{0,200}\d\d?:\d\d.{0,60}\r?\n?$/;

/**
 * The messages of an mbox of any dialect, one after the other. Lines that were quoted with ">" lose one; Content-Length
 * is not believed (mboxcl), because many a program has changed a message without changing it. Where the file's lines end
 * in a bare LF, as programs on Unix store them, messages get the line ends that they have on the wire.
 *
 * @throws ArchiveProblem broken_mbox when it does not begin with a separator, too_large
 */
export async function* readMbox(file: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let lines: Uint8Array[] | null = null;
  let octets = 0;
  let unended = false;
  let bare = false;
  /** The line before was empty, or there was none. */
  let afterEmpty = true;
  const finish = (): Uint8Array<ArrayBuffer> => {
    const all = lines ?? [];
    // The empty line in front of the next separator belongs to the format; at the end of a file it may be missing.
    if (afterEmpty) octets -= all.pop()?.length ?? 0;
    const message = join(all, octets);
    const text = unended ? message.subarray(0, Math.max(0, message.length - crlf.length)) : message;
    return bare ? toWire(text) : text.slice();
  };

  for await (const line of readLines(file)) {
    const found = afterEmpty ? separatorOf(line) : null;
    if (found) {
      if (lines) yield finish();
      lines = [];
      octets = 0;
      unended = found.sender === senderUnended;
      bare = found.bare;
      afterEmpty = false;
      continue;
    }
    const empty = line.length === 1 || (line.length === 2 && line[0] === cr);
    if (!lines) {
      if (!(empty && line[line.length - 1] === lf))
        throw new ArchiveProblem('broken_mbox', 'the first line is no separator');
      continue;
    }
    const kept = line[0] === gt && isFrom(line, 0) ? line.subarray(1) : line;
    octets += kept.length;
    if (octets > maxMessageOctets) throw new ArchiveProblem('too_large', 'a message in the mbox');
    lines.push(kept);
    afterEmpty = empty && line[line.length - 1] === lf;
  }
  if (lines) yield finish();
}

function separatorOf(line: Uint8Array): { sender: string; bare: boolean } | null {
  if (line[0] !== from[0] || line.length > 600 || !isFrom(line, 0)) return null;
  const match = separatorLine.exec(new TextDecoder('latin1').decode(line));
  return match && { sender: match[1] ?? '', bare: line[line.length - 2] !== cr };
}

/** Lines with their ends. @throws ArchiveProblem too_large for one that is longer than a message may be */
async function* readLines(file: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let octets = 0;
  const reader = file.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      let start = 0;
      for (let end = value.indexOf(lf); end >= 0; end = value.indexOf(lf, start)) {
        const piece = value.subarray(start, end + 1);
        start = end + 1;
        if (held.length === 0) {
          yield piece;
          continue;
        }
        held.push(piece);
        yield join(held, octets + piece.length);
        held = [];
        octets = 0;
      }
      if (start === value.length) continue;
      held.push(value.subarray(start));
      octets += value.length - start;
      if (octets > maxMessageOctets) throw new ArchiveProblem('too_large', 'a line in the mbox');
    }
    if (octets > 0) yield join(held, octets);
  } finally {
    // Whoever stops early (an error, a break) lets go of the file.
    await reader.cancel().catch(() => {});
  }
}

export function join(parts: readonly Uint8Array[], octets: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(octets);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Gives lines that end in a bare LF the CRLF that they have on the wire (RFC 5322 §2.1). */
export function toWire(message: Uint8Array): Uint8Array<ArrayBuffer> {
  let missing = 0;
  for (let at = message.indexOf(lf); at >= 0; at = message.indexOf(lf, at + 1)) {
    if (message[at - 1] !== cr) missing += 1;
  }
  const wire = new Uint8Array(message.length + missing);
  let to = 0;
  let start = 0;
  for (let at = message.indexOf(lf); at >= 0; at = message.indexOf(lf, at + 1)) {
    if (message[at - 1] === cr) continue;
    wire.set(message.subarray(start, at), to);
    to += at - start;
    wire.set(crlf, to);
    to += crlf.length;
    start = at + 1;
  }
  wire.set(message.subarray(start), to);
  return wire;
}
