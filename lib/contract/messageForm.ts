/**
 * The form in which browser and bridge compare a message that is stored with one on the server, before it is deleted
 * there. Both compute it from octets, so that the digests are equal exactly when the form is.
 *
 * The header's fields count octet for octet and in their order, with two allowances, each for a server that was seen:
 *
 * - fields that mail servers keep for themselves and change between sessions (Mailutils adds `Status: O`, later
 *   `Status: RO`) do not count;
 * - what follows the first empty line does not count in a header (Mailutils sends a second empty line behind TOP's).
 *
 * Everything else is a difference: a field more or less, another order, another folding.
 */

/** Written by servers of mbox files into what they hand over; never by a sender, nor on the way. */
const serversOwn = new Set(['status', 'x-status', 'x-uid', 'x-uidl', 'x-imap', 'x-imapbase', 'x-keywords']);
const longestOwn = 'x-imapbase'.length;

const lf = 10;
const cr = 13;

/** Finds the end of a header in chunks of any size; looks at every octet once. */
export class HeaderSplitter {
  /** The line so far is empty, but for a CR perhaps. */
  #empty = true;
  #sawCr = false;
  #ended = false;

  /** The empty line that ends the header has been seen. */
  get ended(): boolean {
    return this.#ended;
  }

  /** How many octets of the chunk belong to the header, the empty line included; the rest is body. */
  push(chunk: Uint8Array): number {
    if (this.#ended) return 0;
    for (let index = 0; index < chunk.length; index += 1) {
      const octet = chunk[index];
      if (octet === lf) {
        if (this.#empty) {
          this.#ended = true;
          return index + 1;
        }
        this.#empty = true;
        this.#sawCr = false;
      } else if (octet === cr && this.#empty && !this.#sawCr) this.#sawCr = true;
      else this.#empty = false;
    }
    return chunk.length;
  }
}

export interface HeaderForm {
  /** What is hashed: the fields that count, each line ended by LF alone. */
  octets: Uint8Array<ArrayBuffer>;
  /**
   * The header names its message: a Message-ID, and when it was written or received. Without them two messages may
   * have equal headers (mail of machines does), and an equal header proves nothing.
   */
  identifies: boolean;
}

/** The form of a header; the empty line at its end may be there or not. */
export function headerForm(header: Uint8Array): HeaderForm {
  const kept: Uint8Array[] = [];
  let octets = 0;
  let dropping = false;
  let named = false;
  let dated = false;
  for (let at = 0; at < header.length; ) {
    const end = header.indexOf(lf, at);
    const stop = end < 0 ? header.length : end;
    const line = header.subarray(at, stop > at && header[stop - 1] === cr ? stop - 1 : stop);
    at = stop + 1;
    if (line.length === 0) break;
    const continued = line[0] === 32 || line[0] === 9;
    if (!continued) {
      const name = fieldName(line);
      dropping = serversOwn.has(name);
      if (name === 'message-id') named ||= holdsText(line, 'message-id:'.length);
      if (name === 'date' || name === 'received') dated = true;
    }
    if (dropping) continue;
    kept.push(line);
    octets += line.length + 1;
  }
  const form = new Uint8Array(octets);
  let filled = 0;
  for (const line of kept) {
    form.set(line, filled);
    filled += line.length;
    form[filled] = lf;
    filled += 1;
  }
  return { octets: form, identifies: named && dated };
}

/** A message that is in memory, divided. */
export function splitMessage(bytes: Uint8Array): { header: Uint8Array; body: Uint8Array } {
  const length = new HeaderSplitter().push(bytes);
  return { header: bytes.subarray(0, length), body: bytes.subarray(length) };
}

/** Between header and body in what the digest of a whole message is taken of: no header's form has it. */
export const formDivider: Uint8Array<ArrayBuffer> = Uint8Array.of(lf);

/** Lower case; empty where the line is no field, or its name is longer than those that matter. */
function fieldName(line: Uint8Array): string {
  let name = '';
  for (let index = 0; index <= longestOwn; index += 1) {
    const octet = line[index];
    if (octet === undefined) return '';
    if (octet === 58) return name.toLowerCase();
    name += String.fromCharCode(octet);
  }
  return '';
}

function holdsText(line: Uint8Array, from: number): boolean {
  return line.subarray(from).some((octet) => octet > 32);
}
