import fc from 'fast-check';
import { Pop3ArgumentError, Pop3Closed, Pop3ProtocolError, Pop3Refusal } from '@/lib/pop3/errors';
import { Pop3Declined } from '@/lib/pop3/sasl/mechanism';

/** What breaks line readers, dot-unstuffers and parsers, alone or next to one another. */
const fragments = [
  ...[
    '\r\n',
    '\n',
    '\r',
    '\r\r\n',
    '\n\r',
    '\r\n.\r\n',
    '\r\n..\r\n',
    '\n.\n',
    '\n.\r\n',
    '\r\n.\n',
    '\r\n.\r',
  ],
  ...['.', '..', '\0', '\x1b[2J', '\x7f', '\x80', '\xff', '\xc3\x28', '\xe2\x80\xae', ' ', '\t', '+', '-'],
  ...[
    '+OK',
    '-ERR',
    '+OK ',
    '-ERR ',
    '+ ',
    '+\r\n',
    '+OKAY',
    '+ok\r\n',
    '-ERR [IN-USE] x\r\n',
    '* BYE\r\n',
    '220 x\r\n',
  ],
  ...[
    '\x16\x03\x01',
    '[AUTH]',
    '[SYS/TEMP]',
    '[]',
    '[',
    ']',
    '0',
    '1',
    '-1',
    '99999999999999999999',
    '1 1',
    '1e9',
    '٣',
  ],
  ...['__proto__', 'constructor', '<script>', 'a'.repeat(80), 'x'.repeat(1100), '9'.repeat(5000)],
].map((text) => Buffer.from(text, 'latin1'));

export const fragment: fc.Arbitrary<Buffer> = fc.oneof(
  { arbitrary: fc.constantFrom(...fragments), weight: 4 },
  { arbitrary: fc.uint8Array({ maxLength: 12 }).map((octets) => Buffer.from(octets)), weight: 1 },
);

/** Octets made of such fragments. */
export const hostile: fc.Arbitrary<Buffer> = fc
  .array(fragment, { maxLength: 12 })
  .map((all) => Buffer.concat(all));

type Mutation = (octets: Buffer) => Buffer;

const place = fc.double({ min: 0, max: 1, noNaN: true });
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ at: place, what: fragment }).map(
    ({ at, what }): Mutation =>
      (octets) => {
        const index = Math.floor(at * octets.length);
        return Buffer.concat([octets.subarray(0, index), what, octets.subarray(index)]);
      },
  ),
  fc.record({ at: place, length: fc.integer({ min: 1, max: 20 }) }).map(
    ({ at, length }): Mutation =>
      (octets) => {
        const index = Math.floor(at * octets.length);
        return Buffer.concat([octets.subarray(0, index), octets.subarray(index + length)]);
      },
  ),
  fc.record({ at: place, octet: fc.nat(255) }).map(
    ({ at, octet }): Mutation =>
      (octets) => {
        const changed = Buffer.from(octets);
        if (changed.length > 0)
          changed[Math.min(changed.length - 1, Math.floor(at * changed.length))] = octet;
        return changed;
      },
  ),
  fc.record({ at: place, length: fc.integer({ min: 1, max: 40 }) }).map(
    ({ at, length }): Mutation =>
      (octets) => {
        const index = Math.floor(at * octets.length);
        return Buffer.concat([octets.subarray(0, index + length), octets.subarray(index)]);
      },
  ),
  place.map(
    (at): Mutation =>
      (octets) =>
        octets.subarray(0, Math.floor(at * octets.length)),
  ),
);

/** What is sound, with none to four injuries: most of it still gets past the first check, where the depths are. */
export function injured(sound: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  return fc
    .tuple(sound, fc.array(mutation, { maxLength: 4 }))
    .map(([octets, mutations]) => mutations.reduce((bytes, mutate) => mutate(bytes), octets));
}

/** Lengths of chunks, used in turn: octet by octet, in ones and twos, or at once. */
export const chunking: fc.Arbitrary<number[]> = fc.oneof(
  fc.constantFrom<number[]>([1], [2], [3], [1, 2], [65_536]),
  fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 }),
  fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 6 }),
);

/** Copies of the octets, cut. */
export function* cut(octets: Uint8Array, lengths: readonly number[]): Generator<Buffer> {
  for (let at = 0, turn = 0; at < octets.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1;
    yield Buffer.from(octets.subarray(at, at + length));
    at += length;
  }
}

/** A word for how a case ended. @throws whatever is no typed error: that is what the torture looks for. */
export function ending(error: unknown): string {
  if (error instanceof Pop3ProtocolError) return error.class;
  if (error instanceof Pop3Refusal) return 'refused';
  if (error instanceof Pop3Closed) return 'closed';
  if (error instanceof Pop3ArgumentError) return 'argument';
  if (error instanceof Pop3Declined) return 'declined';
  throw error;
}

/** @throws Error with `what` unless it holds. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}
