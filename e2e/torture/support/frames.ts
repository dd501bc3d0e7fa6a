import fc from 'fast-check';
import {
  type Frame,
  FrameError,
  FrameReader,
  FrameWriter,
  maxDataPayload,
  maxJsonPayload,
} from '@/lib/contract/frames';
import { chunking, cut, hostile, injured, must } from './octets';
import type { Torture } from './torture';

const problem = fc.record(
  {
    code: fc.constantFrom('timeout', 'server_refused', 'internal', 'not_found'),
    message: fc.string(),
    hint: fc.string({ unit: 'binary' }),
    said: fc.string(),
    retryAfter: fc.nat(),
  },
  { requiredKeys: ['code', 'message', 'hint'] },
) as fc.Arbitrary<Extract<Frame, { kind: 'problem' }>['problem']>;

type Part = Frame | Buffer;

const received: fc.Arbitrary<Part[]> = fc
  .tuple(
    fc.string({ maxLength: 70 }),
    fc.array(hostile, { maxLength: 3 }),
    fc.nat(),
    fc.stringMatching(/^[0-9a-f]{64}$/),
  )
  .map(([uidl, bytes, octets, sha256]) => [
    { kind: 'begin', uidl, octets },
    ...bytes,
    { kind: 'end', octets: bytes.reduce((sum, { length }) => sum + length, 0), sha256 },
  ]);
const missing: fc.Arbitrary<Part[]> = fc
  .tuple(fc.string(), problem)
  .map(([uidl, why]) => [{ kind: 'missing', uidl, problem: why }]);
const last: fc.Arbitrary<Part[]> = fc.oneof(
  fc.constant<Part[]>([
    { kind: 'settle', session: 'AAAAAAAAAAAAAAAAAAAAAA' },
    { kind: 'done', outcome: 'quit' },
  ]),
  fc.constant<Part[]>([{ kind: 'done', outcome: 'dropped' }]),
  problem.map((why): Part[] => [{ kind: 'problem', problem: why }]),
);
const stream: fc.Arbitrary<Part[]> = fc
  .tuple(fc.array(fc.oneof(received, missing), { maxLength: 5 }), last)
  .map(([parts, end]) => [...parts.flat(), ...end]);

function written(parts: readonly Part[], capacity: number): Buffer {
  const chunks: Uint8Array[] = [];
  const writer = new FrameWriter((chunk) => chunks.push(chunk), capacity);
  for (const part of parts) {
    if (Buffer.isBuffer(part)) writer.data(part);
    else writer.frame(part);
  }
  writer.flush();
  return Buffer.concat(chunks);
}

/** What the receiver saw, neighbouring data joined, and how it ended. @throws whatever is no FrameError. */
function readOut(octets: Buffer, lengths: readonly number[]): { seen: string; end: string } {
  const seen: (Frame | string)[] = [];
  let data = '';
  const closeData = () => {
    if (data !== '') seen.push(data);
    data = '';
  };
  const reader = new FrameReader({
    frame(frame) {
      closeData();
      must(JSON.stringify(frame).length <= 6 * maxJsonPayload, 'A frame holds more than it may.');
      seen.push(frame);
    },
    data(bytes) {
      data += Buffer.from(bytes).toString('latin1');
    },
  });
  let end = 'whole';
  try {
    for (const chunk of cut(octets, lengths)) reader.push(chunk);
    reader.end();
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    end = error.code;
  }
  closeData();
  return { seen: JSON.stringify(seen), end };
}

const capacity = fc.integer({ min: 6, max: 2000 });

const sound: Torture = {
  name: 'frames, sound',
  share: 5,
  expected: ['whole'],
  property: (note) =>
    fc.property(stream, capacity, capacity, chunking, (parts, size, other, lengths) => {
      const read = readOut(written(parts, size), lengths);
      must(read.end === 'whole', `It ended with ${read.end}.`);
      must(read.seen === readOut(written(parts, other), [65_536]).seen, 'The size of the buffer shows.');
      const bytes = parts.filter(Buffer.isBuffer).map((part) => part.toString('latin1'));
      const frames: unknown[] = JSON.parse(read.seen);
      must(
        frames.filter((one) => typeof one === 'string').join('') === bytes.join(''),
        'Bytes were changed.',
      );
      must(frames.length >= parts.length - bytes.length, 'A frame was lost.');
      note(read.end);
    }),
};

const broken: Torture = {
  name: 'frames, injured',
  share: 10,
  expected: ['whole', 'unknown_kind', 'too_long', 'bad_payload', 'out_of_order', 'truncated'],
  property: (note) =>
    fc.property(
      fc.oneof(injured(fc.tuple(stream, capacity).map(([parts, size]) => written(parts, size))), frame()),
      chunking,
      chunking,
      (octets, one, other) => {
        const first = readOut(octets, one);
        const second = readOut(octets, other);
        must(
          JSON.stringify(first) === JSON.stringify(second),
          `${JSON.stringify(first)} ≠ ${JSON.stringify(second)}`,
        );
        note(first.end);
      },
    ),
};

/** A right header before anything: the payload is looked at. */
function frame(): fc.Arbitrary<Buffer> {
  const payload = fc.oneof(
    hostile,
    fc.json().map((text) => Buffer.from(text)),
    fc
      .constantFrom(
        '{"__proto__":{}}',
        '{"problem":{"code":"__proto__","message":"","hint":""}}',
        '[]',
        'null',
      )
      .map((text) => Buffer.from(text)),
  );
  return fc.tuple(fc.nat(8), payload).map(([kind, octets]) => {
    const header = Buffer.from([kind, 0, 0, 0, 0]);
    header.writeUInt32BE(octets.length, 1);
    return Buffer.concat([header, octets]);
  });
}

/** A length that no frame has is noticed with the header: nothing is set aside for it, and nothing waited for. */
const oversized: Torture = {
  name: 'frames, oversized',
  share: 1,
  expected: ['too_long'],
  property: (note) =>
    fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 2 ** 31 }), (kind, more) => {
      const most = kind === 2 ? maxDataPayload : maxJsonPayload;
      const header = Buffer.from([kind, 0, 0, 0, 0]);
      header.writeUInt32BE(most + more, 1);
      const { end } = readOut(header, [1]);
      must(end === 'too_long', `A frame of ${most + more} bytes: ${end}.`);
      note(end);
    }),
};

export const frameTortures: readonly Torture[] = [sound, broken, oversized];
