import type { Random } from './random';

export interface MailBody {
  /** The value of Content-Type. */
  type: string;
  /** Content-Transfer-Encoding; null in a multipart. */
  encoding: '8bit' | null;
  /** Lines ended by CRLF. */
  body: string;
}

/** About 6 KB of text, 40 KB of text and HTML, or 300 KB with an attachment, in the proportions 70 : 25 : 5. */
export function mailBody(random: Random, index: number): MailBody {
  const lot = random.between(1, 100);
  const boundary = `----=_part_${index}_${random.between(1_000_000, 9_999_999)}`;
  if (lot <= 70)
    return { type: 'text/plain; charset=utf-8', encoding: '8bit', body: text(random, vary(random, 5_500)) };
  const plain = part('text/plain; charset=utf-8', '8bit', text(random, vary(random, 6_000)));
  if (lot <= 95) {
    const page = part('text/html; charset=utf-8', '8bit', html(random, vary(random, 30_500)));
    return multipart('alternative', boundary, [plain, page]);
  }
  const octets = random.octets(vary(random, 215_000));
  const lines = octets.toString('base64').replace(/.{1,76}/g, '$&\r\n');
  const name = `attachment; filename="report ${index}.bin"`;
  const attached = `Content-Type: application/octet-stream\r\nContent-Disposition: ${name}\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines}`;
  return multipart('mixed', boundary, [plain, attached]);
}

function multipart(kind: string, boundary: string, parts: readonly string[]): MailBody {
  const body = `${parts.map((one) => `--${boundary}\r\n${one}\r\n`).join('')}--${boundary}--\r\n`;
  return { type: `multipart/${kind}; boundary="${boundary}"`, encoding: null, body };
}

function part(type: string, encoding: string, content: string): string {
  return `Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${content}`;
}

/** Within 30 % of `octets`. */
function vary(random: Random, octets: number): number {
  return Math.round((octets * random.between(70, 130)) / 100);
}

const words =
  'the quick brown fox jumps over a lazy dog while Käse, Brötchen und Kaffee warten auf Özgür in İstanbul; 東京都 の 会議 は 明日 です and nobody answers the letter that came with yesterday post from Łódź'.split(
    ' ',
  );

/** What POP3 must not stumble over: dots at the start of lines, alone and in rows, and words that look like replies. */
const trapLines = ['.', '..', '...and so on', '.hidden', '-ERR no such thing', '+OK', 'From here on', ''];

function line(random: Random): string {
  const trap = random.between(1, 40);
  if (trap === 1) return random.pick(trapLines);
  // RFC 5322 allows 998 characters a line; real mail does not ask.
  if (trap === 2 && random.between(1, 8) === 1) return 'long '.repeat(random.between(300, 1_000));
  let made = random.pick(words);
  while (made.length < 68) made += ` ${random.pick(words)}`;
  return made;
}

function text(random: Random, octets: number): string {
  let made = '';
  while (made.length < octets) made += `${line(random)}\r\n`;
  return made;
}

function html(random: Random, octets: number): string {
  let made = '<!doctype html>\r\n<html><body style="font-family: sans-serif">\r\n';
  while (made.length < octets) {
    made += `<p style="margin: 0 0 8px; color: #${random.octets(3).toString('hex')}">\r\n${line(random)}\r\n`;
    made += `<a href="https://example.org/${random.next()}">${random.pick(words)}</a>\r\n</p>\r\n`;
  }
  return `${made}</body></html>\r\n`;
}
