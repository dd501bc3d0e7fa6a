import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Problem } from './errors';
import { type Frame, FrameError, FrameReader, FrameWriter, maxDataPayload, maxJsonPayload } from './frames';

type Event = Frame | { kind: 'data'; bytes: number[] };

/** What the receiver saw, with neighbouring data joined: pieces are the codec's own business. */
function read(chunks: Iterable<Uint8Array>): Event[] {
  const events: Event[] = [];
  const reader = new FrameReader({
    frame: (frame) => events.push(frame),
    data: (bytes) => {
      const last = events.at(-1);
      if (last?.kind === 'data') last.bytes.push(...bytes);
      else events.push({ kind: 'data', bytes: [...bytes] });
    },
  });
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return events;
}

function write(events: readonly Event[], capacity?: number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  const writer = new FrameWriter((chunk) => chunks.push(chunk), capacity);
  for (const event of events) {
    if (event.kind === 'data') writer.data(Uint8Array.from(event.bytes));
    else writer.frame(event);
  }
  writer.flush();
  return chunks;
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
}

function* split(bytes: Uint8Array, cuts: readonly number[]): Generator<Uint8Array> {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let at = 0;
  for (const place of [...places, bytes.length]) {
    yield bytes.subarray(at, place);
    at = place;
  }
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof FrameError) return error.code;
    throw error;
  }
  return 'none';
}

const problem: fc.Arbitrary<Problem> = fc.record(
  {
    code: fc.constantFrom('timeout', 'server_refused', 'internal'),
    message: fc.string(),
    hint: fc.string({ unit: 'binary' }),
    said: fc.string(),
    retryAfter: fc.nat(),
    pipelined: fc.constant(true),
  },
  { requiredKeys: ['code', 'message', 'hint'] },
);
const message: fc.Arbitrary<Event[]> = fc
  .record({
    uidl: fc.string({ minLength: 1, maxLength: 80 }),
    octets: fc.nat(),
    bytes: fc.array(fc.nat(255), { maxLength: 300 }),
    sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
  })
  .map(({ uidl, octets, bytes, sha256 }): Event[] => [
    { kind: 'begin', uidl, octets },
    ...(octets % 2 === 0 ? [{ kind: 'alive' as const }] : []),
    ...(bytes.length > 0 ? [{ kind: 'data' as const, bytes }] : []),
    { kind: 'end', octets: bytes.length, sha256 },
  ]);
const missing: fc.Arbitrary<Event[]> = fc
  .record({ uidl: fc.string(), problem })
  .map(({ uidl, problem }) => [{ kind: 'missing', uidl, problem }]);
const ending: fc.Arbitrary<Event[]> = fc.oneof(
  fc.constant<Event[]>([
    { kind: 'settle', session: 'AAAAAAAAAAAAAAAAAAAAAA' },
    { kind: 'done', outcome: 'quit' },
  ]),
  fc.constant<Event[]>([{ kind: 'done', outcome: 'dropped' }]),
  problem.map((problem): Event[] => [{ kind: 'problem', problem }]),
);
const session: fc.Arbitrary<Event[]> = fc
  .tuple(fc.array(fc.oneof(message, missing), { maxLength: 12 }), ending)
  .map(([parts, end]) => [...parts.flat(), ...end]);

describe('frames', () => {
  it('decode the same however the bytes are split, and whatever the writer coalesced', () => {
    fc.assert(
      fc.property(
        session,
        fc.array(fc.nat(), { maxLength: 40 }),
        fc.integer({ min: 6, max: 600 }),
        (events, cuts, capacity) => {
          const bytes = join(write(events, capacity));
          expect(read(split(bytes, cuts))).toEqual(events);
        },
      ),
    );
  });

  it('decode byte by byte', () => {
    const events: Event[] = [
      { kind: 'begin', uidl: 'é\u0001"<', octets: 3 },
      { kind: 'data', bytes: [0, 255, 13] },
      { kind: 'end', octets: 3, sha256: 'a'.repeat(64) },
      { kind: 'done', outcome: 'quit' },
    ];
    const bytes = join(write(events));
    expect(read([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(events);
  });

  it('hand out views of the chunk, not copies', () => {
    const [chunk] = write([
      { kind: 'begin', uidl: 'a', octets: 4 },
      { kind: 'data', bytes: [1, 2, 3, 4] },
    ]);
    const seen: ArrayBufferLike[] = [];
    new FrameReader({ frame: () => {}, data: (bytes) => seen.push(bytes.buffer) }).push(
      chunk ?? new Uint8Array(),
    );
    expect(seen).toEqual([chunk?.buffer]);
  });

  it('coalesce many small messages into one chunk, and neighbouring data into one frame', () => {
    const message: Event[] = [
      { kind: 'begin', uidl: 'a', octets: 4 },
      { kind: 'data', bytes: [1, 2] },
      { kind: 'data', bytes: [3, 4] },
      { kind: 'end', octets: 4, sha256: 'b'.repeat(64) },
    ];
    const chunks = write([
      ...Array.from({ length: 200 }, () => message).flat(),
      { kind: 'done', outcome: 'quit' },
    ]);
    expect(chunks).toHaveLength(1);
    const [first] = write(message);
    const begin = 5 + JSON.stringify({ uidl: 'a', octets: 4 }).length;
    expect([...(first ?? []).slice(begin, begin + 9)]).toEqual([2, 0, 0, 0, 4, 1, 2, 3, 4]);
  });

  it('never write a data frame over 1 MiB', () => {
    const bytes = new Uint8Array(3 * maxDataPayload + 7).fill(7);
    const chunks: Uint8Array[] = [];
    const writer = new FrameWriter((chunk) => chunks.push(chunk), 4 * maxDataPayload);
    writer.frame({ kind: 'begin', uidl: 'a', octets: 0 });
    writer.data(bytes);
    writer.flush();
    let octets = 0;
    const reader = new FrameReader({
      frame: () => {},
      data: (piece) => {
        octets += piece.length;
      },
    });
    for (const chunk of chunks) reader.push(chunk);
    expect(octets).toBe(bytes.length);
  });

  it.each([
    ['an unknown kind', [10, 0, 0, 0, 1, 0], 'unknown_kind'],
    ['a data frame that is too long', [2, 0, 16, 0, 1], 'too_long'],
    ['a JSON frame that is too long', [1, 0, 1, 0, 1], 'too_long'],
    ['a frame without payload', [5, 0, 0, 0, 0], 'bad_payload'],
    ['bytes outside a message', [2, 0, 0, 0, 1, 65], 'out_of_order'],
    ['a payload that is not JSON', [5, 0, 0, 0, 1, 0x7b], 'bad_payload'],
    ['a payload that is not UTF-8', [5, 0, 0, 0, 2, 0x22, 0xff], 'bad_payload'],
    ['a payload without its fields', [5, 0, 0, 0, 2, 0x7b, 0x7d], 'bad_payload'],
    ['an end inside a frame', [1, 0, 0], 'truncated'],
    ['an end before done', [], 'truncated'],
  ])('refuse %s', (_, bytes, code) => {
    expect(codeOf(() => read([Uint8Array.from(bytes)]))).toBe(code);
  });

  it.each<[string, Event[]]>([
    ['a message inside a message', [begin(), begin()]],
    ['an end without a message', [{ kind: 'end', octets: 0, sha256: '0'.repeat(64) }]],
    ['a settlement inside a message', [begin(), { kind: 'settle', session: 's' }]],
    ['frames after the last', [{ kind: 'done', outcome: 'quit' }, begin()]],
  ])('refuse %s', (_, events) => {
    expect(codeOf(() => read(write(events)))).toBe('out_of_order');
  });

  it('read a code of a newer bridge as internal', () => {
    const later = { kind: 'problem', problem: { code: 'from_tomorrow', message: 'm', hint: 'h' } };
    const events = read(write([later as Frame]));
    expect(events).toEqual([{ kind: 'problem', problem: { code: 'internal', message: 'm', hint: 'h' } }]);
  });

  it('are not written when the payload is too long', () => {
    expect(codeOf(() => write([{ kind: 'begin', uidl: 'x'.repeat(maxJsonPayload), octets: 0 }]))).toBe(
      'too_long',
    );
  });
});

function begin(): Frame {
  return { kind: 'begin', uidl: 'a', octets: 0 };
}
