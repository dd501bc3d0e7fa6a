import { unturned } from '@/lib/mail/letters';
import { lowerAscii } from '@/lib/mail/lowerAscii';

/**
 * The words of HTML, for quoting in a reply: no rendering, no DOM. What comes out is plain text and is only ever used
 * as such, so tags that are hidden in clever ways do no harm. One pass from left to right: regular expressions over
 * whole messages can be made to run for minutes.
 */
export function htmlToText(html: string): string {
  const source = html.slice(0, maxLength);
  const lower = lowerAscii(source);
  let text = '';
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf('<', at);
    text += source.slice(at, open < 0 ? undefined : open).replace(/[\r\n\t ]+/g, ' ');
    if (open < 0) break;
    if (lower.startsWith('<!--', open)) {
      at = behind(lower, '-->', open);
      continue;
    }
    const name = /^<\/?[a-z0-9]*/.exec(lower.slice(open, open + 12))?.[0] ?? '';
    if (breaks.has(name)) text += '\n';
    at = unseen.has(name) ? behind(lower, `</${name.slice(1)}`, open) : open;
    at = behind(source, '>', at);
  }
  return unturned(decodeEntities(text))
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** A reply quotes some hundred words. */
const maxLength = 200_000;
const unseen = new Set(['<head', '<script', '<style', '<title']);
const breaks = new Set('<br </p </div </tr </h1 </h2 </h3 </h4 </h5 </h6 </li </blockquote'.split(' '));
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The position behind the next `mark`; the end where there is none. */
function behind(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|([a-z]{2,4}));/gi, (whole, code, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole;
    const point = Number(code);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '';
  });
}
