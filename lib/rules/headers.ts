import { decodeWords } from 'postal-mime';

/** A header longer than this is nobody's: what is behind it is not looked at. */
const maxHeader = 256 * 1024;
const maxFields = 2_000;

/**
 * The header fields of a message (RFC 5322 §2.2), unfolded, with encoded words (RFC 2047) decoded.
 *
 * @param raw the message, or as much of it as holds its header
 */
export function headersOf(raw: Uint8Array): { name: string; value: string }[] {
  const text = new TextDecoder().decode(raw.subarray(0, maxHeader));
  const end = /\r?\n\r?\n/.exec(text);
  const head = end ? text.slice(0, end.index) : text;
  const fields: { name: string; value: string }[] = [];
  for (const line of head.replace(/\r?\n(?=[ \t])/g, '').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon <= 0 || fields.length >= maxFields) continue;
    fields.push({ name: line.slice(0, colon).trim(), value: decoded(line.slice(colon + 1)) });
  }
  return fields;
}

function decoded(value: string): string {
  const text = value.replace(/\s+/g, ' ').trim().slice(0, 10_000);
  try {
    return decodeWords(text);
  } catch {
    return text;
  }
}
