import { guessed } from './guessed';

/** What of a card is read; pictures and keys of megabytes are not. */
const wanted = /^(?:FN|N|ORG|EMAIL|TEL|NOTE|ADR|URL|BDAY)$/;
const quotedPrintable = /^(?:ENCODING=)?QUOTED-PRINTABLE$/i;
const property = /^(?:[\w-]{1,100}\.)?([\w-]{1,100})((?:;[^:]*)?):(.*)$/s;

/** A card of version 2.1, as phones and Outlook write it, or one that says something that no card may say. */
export const isOldVCard = (card: string): boolean =>
  /^VERSION:2\.1\s*$/im.test(card) || /;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i.test(card);

/**
 * A card of version 2.1 as one of 3.0 (RFC 2426), of which the libraries know more: kinds that stand without `TYPE=`,
 * quoted-printable, letters of each line's own. Of dates only whole ones stay, since one that is none would hide all else.
 *
 * @param card lines that end in CRLF, from BEGIN to END
 * @returns null where a line is no property
 */
export function modernVCard(card: string): string | null {
  const lines: string[] = [];
  for (const line of unfolded(card)) {
    if (line.trim() === '') continue;
    const [, name = '', parameters = '', value = ''] = property.exec(line) ?? [];
    if (name === '') return null;
    const upper = name.toUpperCase();
    if (!wanted.test(upper)) continue;
    const all = parameters.split(';').filter((parameter) => parameter !== '');
    const charset = all.find((each) => /^CHARSET=/i.test(each))?.slice(8) ?? '';
    const read = all.some((each) => quotedPrintable.test(each)) ? unquoted(value, charset) : value;
    const written = upper === 'BDAY' ? (/^\d{4}-?\d\d-?\d\d/.exec(read)?.[0] ?? '') : escaped(read);
    if (written !== '') lines.push(`${upper}:${written}`);
  }
  return ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD'].join('\r\n');
}

/** Lines that go on: with white space in front (RFC 822 §3.1.1), or behind a "=" of quoted-printable. */
function unfolded(card: string): string[] {
  const lines: { quoted: boolean; parts: string[] }[] = [];
  let open = false;
  for (const part of card.split('\r\n')) {
    const last = lines.at(-1);
    if (last && (open || /^[ \t]/.test(part))) last.parts.push(part);
    else lines.push({ quoted: /;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i.test(part), parts: [part] });
    const now = lines.at(-1);
    open = now?.quoted === true && part.endsWith('=');
    if (now && open) now.parts[now.parts.length - 1] = part.slice(0, -1);
  }
  return lines.map(({ parts }) => parts.join(''));
}

function unquoted(value: string, charset: string): string {
  const octets = new TextEncoder().encode(value);
  const found = new Uint8Array(octets.length);
  let length = 0;
  for (let at = 0; at < octets.length; at += 1) {
    const hex =
      octets[at] === 0x3d
        ? /^[0-9a-f]{2}/i.exec(String.fromCharCode(...octets.subarray(at + 1, at + 3)))
        : null;
    found[length] = hex ? Number.parseInt(hex[0], 16) : (octets[at] ?? 0);
    if (hex) at += 2;
    length += 1;
  }
  return guessed(found.subarray(0, length), charset);
}

/** Only the semicolon had to be escaped. */
const escaped = (text: string): string =>
  text
    .replace(/\\(?![;,\\n])/gi, '\\\\')
    .replace(/(?<!\\),/g, '\\,')
    .replace(/\r\n|\r|\n/g, '\\n');
