/** Text and transfer encodings of bodies. Everything that leaves here has CRLF line ends. */

/** How long paragraphs are broken: at 72 columns, or with the soft breaks of format=flowed (RFC 3676). */
export type Flow = 'fixed' | 'flowed' | 'delsp';

function wrapLine(line: string, flow: Flow): string[] {
  if (flow === 'delsp') {
    // Japanese has no spaces to break at: a soft break's space is deleted by the reader (RFC 3676 §4.1).
    const pieces = [...line].length > 34 ? (line.match(/.{1,34}/gu) ?? [line]) : [line];
    return pieces.map((piece, index) => (index < pieces.length - 1 ? `${piece} ` : piece));
  }
  const quote = /^[> ]*>\s?/.exec(line)?.[0] ?? '';
  const words = line.slice(quote.length).split(' ');
  const lines: string[] = [];
  let current = quote;
  for (const word of words) {
    const joined = current === quote ? current + word : `${current} ${word}`;
    if (joined.length > 72 && current !== quote) {
      lines.push(flow === 'flowed' ? `${current} ` : current);
      current = quote + word;
    } else current = joined;
  }
  return [...lines, current];
}

/** `text` with long lines broken, quotes kept, and CRLF line ends; ends with one line end. */
export function wrap(text: string, flow: Flow): string {
  const lines = text
    .trim()
    .split('\n')
    .flatMap((line) => (line === '-- ' || line.startsWith('  ') ? [line] : wrapLine(line, flow)));
  return `${lines.join('\r\n')}\r\n`;
}

/** Quoted-printable (RFC 2045 §6.7) with lines of at most 76 characters; CRLF stays a line end. */
export function quotedPrintable(bytes: Uint8Array): string {
  const out: string[] = [];
  let line = '';
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte === 0x0d && bytes[index + 1] === 0x0a) {
      out.push(line);
      line = '';
      index++;
      continue;
    }
    const lastOfLine = index + 1 === bytes.length || bytes[index + 1] === 0x0d;
    const plain = (byte > 0x20 && byte < 0x7f && byte !== 0x3d) || (byte === 0x20 && !lastOfLine);
    const token = plain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    if (line.length + token.length > 75) {
      out.push(`${line}=`);
      line = '';
    }
    line += token;
  }
  return [...out, line].join('\r\n');
}

/** Base64 in lines of 76 characters (RFC 2045 §6.8). Copies by lines, so that 12 MB take milliseconds. */
export function base64(bytes: Uint8Array): Buffer {
  const flat = Buffer.from(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
    'latin1',
  );
  const lines = Math.ceil(flat.length / 76);
  const out = Buffer.alloc(flat.length + lines * 2);
  for (let line = 0; line < lines; line++) {
    const start = line * 76;
    const end = flat.copy(out, line * 78, start, start + 76) + line * 78;
    out.write('\r\n', end, 'latin1');
  }
  return out;
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Plain text as the simple HTML that mail programs write beside it: paragraphs, and quotes in blockquote. */
export function htmlOf(text: string): string {
  const blocks = text.trim().split(/\n{2,}/);
  const html = blocks.map((block) => {
    const quoted = block.startsWith('>');
    const inner = block
      .split('\n')
      .map((line) => (quoted ? line.replace(/^>\s?/, '') : line).replace(/[&<>]/g, (c) => escapes[c] ?? c))
      .join('<br>\n');
    return quoted
      ? `<blockquote style="margin:0 0 16px;padding-left:14px;border-left:3px solid #dcd8cd;color:#666">${inner}</blockquote>`
      : `<p>${inner}</p>`;
  });
  return `<!doctype html>\n<html><body>\n${html.join('\n')}\n</body></html>`;
}
