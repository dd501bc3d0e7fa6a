import { lowerAscii } from './lowerAscii';

/**
 * The words of HTML for searching: what a reader sees, with spaces where a tag parts words. By scanning, in linear
 * time: regular expressions over hostile HTML can take quadratic time. The result is text and never shown as anything else.
 *
 * @param most code units of HTML that are looked at
 */
export function htmlWords(html: string, most = 4_000_000): string {
  const source = html.slice(0, most);
  const lower = lowerAscii(source);
  const parts: string[] = [];
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf('<', at);
    if (open < 0) break;
    parts.push(source.slice(at, open));
    const skip = skipped.find(([start]) => lower.startsWith(start, open));
    const close = skip ? lower.indexOf(skip[1], open + skip[0].length) : source.indexOf('>', open);
    if (close < 0) {
      at = source.length;
      break;
    }
    const name = /^<\/?([a-z0-9]*)/.exec(lower.slice(open, open + 12))?.[1] ?? '';
    if (!inline.has(name)) parts.push(' ');
    at = close + (skip ? skip[1].length : 1);
  }
  if (at < source.length) parts.push(source.slice(at));
  return decodeEntities(parts.join(''));
}

/** What has no words for a reader, from its start to its end. */
const skipped = [
  ['<!--', '-->'],
  ['<style', '</style>'],
  ['<script', '</script>'],
  ['<head>', '</head>'],
  ['<title', '</title>'],
] as const;

/** These stand within words. */
const inline = new Set(
  'a abbr b bdi bdo big cite code em font i ins kbd mark q s small span strike strong sub sup tt u wbr'.split(
    ' ',
  ),
);

const accents: Readonly<Record<string, string>> = {
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  ring: '\u030a',
  cedil: '\u0327',
  caron: '\u030c',
};
const named: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', szlig: 'ß', aelig: 'æ', oelig: 'œ' },
  ...{ oslash: 'ø', eth: 'ð', thorn: 'þ', shy: '\u00ad', zwnj: '', zwj: '', wbr: '', euro: '€', pound: '£' },
};

/** Character references: by number, and the names that letters and common signs have. Other names become a space. */
export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/gi,
    (_, hex?: string, decimal?: string, name = '') => {
      if (hex !== undefined || decimal !== undefined) {
        const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
        const sound = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
        return sound ? String.fromCodePoint(code) : ' ';
      }
      const known = named[name] ?? named[name.toLowerCase()];
      if (known !== undefined) return known;
      const accent = accents[name.slice(1)];
      return accent === undefined ? ' ' : `${name[0]}${accent}`.normalize('NFC');
    },
  );
}
