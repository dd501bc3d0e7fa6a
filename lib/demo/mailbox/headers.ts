import { encode } from './charset';
import type { Person } from './people';

/** How a message writes what is not ASCII in its header: RFC 2047 in some charset, B or Q, or not encoded at all. */
export interface HeaderStyle {
  charset: string;
  form: 'B' | 'Q' | 'raw';
}

const asciiText = /^[\x20-\x7e]*$/;

function encodedWord(text: string, { charset, form }: HeaderStyle): string {
  const bytes = encode(text, charset);
  if (form === 'B') return `=?${charset}?B?${Buffer.from(bytes).toString('base64')}?=`;
  const q = [...bytes].map((byte) => {
    if (byte === 0x20) return '_';
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9!*+/-]/.test(character)
      ? character
      : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return `=?${charset}?Q?${q.join('')}?=`;
}

/** `text` as encoded words of at most 75 characters, none of which splits a character (RFC 2047 §2 and §5). */
export function unstructured(text: string, style: HeaderStyle): string {
  if (asciiText.test(text) || style.form === 'raw') return text;
  const words: string[] = [];
  let chunk = '';
  for (const character of text) {
    if (chunk && encodedWord(chunk + character, style).length > 75) {
      words.push(encodedWord(chunk, style));
      chunk = '';
    }
    chunk += character;
  }
  words.push(encodedWord(chunk, style));
  return words.join('\r\n ');
}

/** A From, To or Cc value: one mailbox a line. */
export function mailboxes(people: readonly Person[], style: HeaderStyle): string {
  return people
    .map(({ name, address }) => {
      if (!name) return address;
      if (!asciiText.test(name)) return `${unstructured(name, style)} <${address}>`;
      return /^[\w !#$%&'*+/=?^`{|}~-]+$/.test(name) ? `${name} <${address}>` : `"${name}" <${address}>`;
    })
    .join(',\r\n ');
}

/** `name="value"`, or RFC 2231 extended and continued parameters when the value is long or not ASCII. */
export function parameter(name: string, value: string): string {
  if (asciiText.test(value) && value.length < 60) return `${name}="${value}"`;
  const escaped = `utf-8''${[...new TextEncoder().encode(value)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9.-]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('')}`;
  if (escaped.length < 60) return `${name}*=${escaped}`;
  const pieces = escaped.match(/(?:%..|[^%]){1,18}/g) ?? [];
  return pieces.map((piece, index) => `${name}*${index}*=${piece}`).join(';\r\n ');
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Minutes east of Greenwich of `+0530` and the like. */
export function zoneMinutes(zone: string): number {
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5)));
}

/** A Date header (RFC 5322 §3.3) for `at` (ms since 1970), told in the writer's zone. */
export function dateTime(at: number, zone: string): string {
  const local = new Date(at + zoneMinutes(zone) * 60_000);
  const time = local.toISOString().slice(11, 19);
  const day = days[local.getUTCDay()] ?? '';
  const month = months[local.getUTCMonth()] ?? '';
  return `${day}, ${local.getUTCDate()} ${month} ${local.getUTCFullYear()} ${time} ${zone}`;
}
