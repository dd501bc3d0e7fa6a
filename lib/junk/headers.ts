import type { Header } from '@/lib/mail/authentication';

/** Beyond this no receiver's header stands. */
const most = 64 * 1024;
const latin1 = new TextDecoder('latin1');

/** The header fields of a message in their order, unfolded (RFC 5322 §2.2). Words are not decoded. */
export function headersOf(raw: Uint8Array): Header[] {
  const text = latin1.decode(raw.subarray(0, most));
  const end = text.search(/\r?\n\r?\n/);
  const fields: Header[] = [];
  for (const line of (end < 0 ? text : text.slice(0, end)).split(/\r?\n/)) {
    const last = fields.at(-1);
    if (/^[ \t]/.test(line)) {
      if (last) last.value += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    if (colon > 0) fields.push({ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() });
  }
  return fields;
}
