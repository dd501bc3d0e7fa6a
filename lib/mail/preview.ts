import { lowerAscii } from './lowerAscii';

export const previewLength = 200;
/** Enough source to find 200 characters of text behind a newsletter's style sheet. */
const htmlBudget = 60_000;
/**
 * Characters that newsletters pad their preview with: zero-width, soft hyphen, combining grapheme joiner; and those that
 * turn letters round, or words.
 */
const padding = /\u034f|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/**
 * The first words of a message for the list: plain text without quotes and signature, else HTML without its tags.
 * The result is text and is only ever shown as text.
 */
export function preview(text: string | undefined, html: string | undefined): string {
  const words = text?.trim() ? withoutQuotes(text) : html ? textOfHtml(html) : '';
  const folded = words.slice(0, 20_000).replace(padding, '').replace(/\s+/g, ' ').trim();
  return Array.from(folded.slice(0, previewLength * 2))
    .slice(0, previewLength)
    .join('');
}

function withoutQuotes(text: string): string {
  const lines = text.slice(0, 20_000).split('\n');
  const signature = lines.findIndex((line) => line === '-- ' || line === '-- \r');
  const own = (signature > 0 ? lines.slice(0, signature) : lines).filter((line) => !line.startsWith('>'));
  return own.join('\n').trim() || text;
}

/** Tags to spaces, by scanning: a regular expression over hostile HTML can take quadratic time. */
function textOfHtml(html: string): string {
  const source = html.slice(0, htmlBudget);
  const lower = lowerAscii(source);
  let text = '';
  let at = 0;
  while (at < source.length && text.length < 4 * previewLength) {
    const open = source.indexOf('<', at);
    if (open < 0) return decode(text + source.slice(at));
    text += `${source.slice(at, open)} `;
    const skip = skipped.find(([start]) => lower.startsWith(start, open));
    const close = skip ? lower.indexOf(skip[1], open + skip[0].length) : source.indexOf('>', open);
    if (close < 0) break;
    at = close + (skip ? skip[1].length : 1);
  }
  return decode(text);
}

/** What has no words for a reader, from its start to its end. */
const skipped = [
  ['<!--', '-->'],
  ['<style', '</style>'],
  ['<script', '</script>'],
  ['<head', '</head>'],
  ['<title', '</title>'],
] as const;

function decode(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (whole, entity: string) => {
    if (!entity.startsWith('#')) return named[entity.toLowerCase()] ?? (entity === 'zwnj' ? '' : whole);
    const code =
      entity[1]?.toLowerCase() === 'x' ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
      ? String.fromCodePoint(code)
      : ' ';
  });
}
