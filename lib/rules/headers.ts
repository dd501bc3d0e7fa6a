import { addressParser, decodeWords } from 'postal-mime';
import { isAddressField } from './headerNames';
import type { RuleMessage } from './types';

/** A header longer than this is nobody's: what is behind it is not looked at. */
const maxHeader = 256 * 1024;
const maxFields = 2_000;

/** More recipients than fit into this are a list's, which has one address. */
const maxAddresses = 64 * 1024;

/**
 * The header fields of a message (RFC 5322 §2.2), unfolded, with encoded words (RFC 2047) decoded, and each address of
 * those that hold them.
 *
 * @param raw the message, or as much of it as holds its header
 */
export function headersOf(raw: Uint8Array): RuleMessage['headers'][number][] {
  const text = new TextDecoder().decode(raw.subarray(0, maxHeader));
  const end = /\r?\n\r?\n/.exec(text);
  const head = end ? text.slice(0, end.index) : text;
  const fields: RuleMessage['headers'][number][] = [];
  for (const line of head.replace(/\r?\n(?=[ \t])/g, '').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon <= 0 || fields.length >= maxFields) continue;
    const [name, written] = [line.slice(0, colon).trim(), line.slice(colon + 1)];
    const field = { name, value: decoded(written) };
    fields.push(isAddressField(name) ? { ...field, addresses: addressesIn(written) } : field);
  }
  return fields;
}

/** As they are written: a comma or a bracket in a name that is encoded parts and makes no address. */
function addressesIn(written: string): string[] {
  const all = addressParser(written.slice(0, maxAddresses), { flatten: true });
  return all.flatMap(({ address }) => (address ? [address] : []));
}

function decoded(value: string): string {
  const text = value.replace(/\s+/g, ' ').trim().slice(0, 10_000);
  try {
    return decodeWords(text);
  } catch {
    return text;
  }
}
