import fc from 'fast-check';
import { limits } from '@/lib/pop3/limits';
import { Reader } from '@/lib/pop3/reader';
import type { Wire } from '@/lib/pop3/wire';
import { chunking, ending, fragment, hostile, injured, must } from './octets';
import type { Torture } from './torture';
import { capabilities, list, message, messageText, ok, refusal, stuffed, uidls } from './transcripts';
import { endlessWire, octetWire } from './wires';

type Read = 'status' | 'body' | 'lines';
const reads = fc.array(fc.constantFrom<Read>('status', 'status', 'body', 'lines'), {
  minLength: 1,
  maxLength: 12,
});

/** Reads as the program says, until something is thrown. All that came out, and how it ended. */
async function readOut(wire: Wire, program: readonly Read[]): Promise<{ out: string; end: string }> {
  const reader = new Reader(wire);
  const out: string[] = [];
  const text: string[] = [];
  const latin1 = (octets: Uint8Array) => Buffer.from(octets).toString('latin1');
  try {
    for (const read of program) {
      if (read === 'status') {
        const status = await reader.status('TEST');
        out.push(status.kind, latin1(status.text));
      } else if (read === 'body') {
        text.length = 0;
        const octets = await reader.body('TEST', (view) => void text.push(latin1(view)));
        must(octets === text.join('').length, 'The body counts other octets than it gave out.');
        out.push('body', text.splice(0).join(''));
      } else {
        await reader.lines('TEST', 100, 4096, (line) => void out.push('line', line));
      }
    }
    return { out: JSON.stringify(out), end: 'whole' };
  } catch (error) {
    // Octets of a body that never ended count too: in no chunking may there be more or fewer of them.
    return { out: JSON.stringify([...out, text.join('')]), end: ending(error) };
  }
}

const conversation = fc
  .array(fc.oneof(ok, refusal, message, capabilities, list, uidls, fc.constant(Buffer.from('+ abc\r\n'))), {
    maxLength: 8,
  })
  .map((all) => Buffer.concat(all));

/** The chunking must not show: the same octets give the same replies, and the same end, however they arrive. */
const anyChunking: Torture = {
  name: 'reader, any chunking',
  share: 30,
  expected: ['whole', 'closed', 'protocol', 'limit'],
  property: (note) =>
    fc.asyncProperty(
      fc.oneof(injured(conversation), hostile),
      reads,
      chunking,
      chunking,
      async (octets, program, one, other) => {
        const first = await readOut(octetWire(octets, one), program);
        const second = await readOut(octetWire(octets, other), program);
        note(first.end);
        must(
          JSON.stringify(first) === JSON.stringify(second),
          `${JSON.stringify(first)} ≠ ${JSON.stringify(second)}`,
        );
      },
    ),
};

/** Messages by the letter of RFC 1939 §3 come out as they went in, and nothing of one gets into the next. */
const exactBodies: Torture = {
  name: 'reader, exact bodies',
  share: 15,
  expected: ['exact'],
  property: (note) =>
    fc.asyncProperty(
      fc.array(messageText, { minLength: 1, maxLength: 4 }),
      chunking,
      async (texts, lengths) => {
        const octets = Buffer.from(texts.map((text) => `+OK\r\n${stuffed(text)}`).join(''), 'latin1');
        const program = texts.flatMap((): Read[] => ['status', 'body']);
        const { out, end } = await readOut(octetWire(octets, lengths), program);
        must(end === 'whole', `It ended with ${end}.`);
        must(out === JSON.stringify(texts.flatMap((text) => ['ok', '', 'body', text])), out);
        note('exact');
      },
    ),
};

/** A peer that never ends a line or a list is stopped near the limit: what has been read is what could be held. */
const endless: Torture = {
  name: 'reader, endless peers',
  share: 3,
  expected: ['limit', 'protocol'],
  property: (note) =>
    fc.asyncProperty(
      fc.constantFrom<Read>('status', 'lines'),
      fc.constantFrom('', '+', '+OK', '-ERR ', 'x'),
      fc.tuple(fragment, fc.nat(3)).map(([octets, more]) => Buffer.concat([octets, Buffer.alloc(more, 97)])),
      async (read, start, octets) => {
        const again = octets.length === 0 ? Buffer.from('a') : octets;
        const wire = endlessWire(
          Buffer.concat(Array.from({ length: Math.ceil(1000 / again.length) }, () => again)),
        );
        const begun = startedWith(Buffer.from(start), wire);
        const { end } = await readOut(begun, [read]);
        // A hundred lines of 4,096 octets, stuffed dots, and what was on its way.
        const most = read === 'status' ? limits.statusLineOctets : 2 * 100 * (4096 + 2);
        must(wire.sent <= most + 2 * (again.length + 1000) + 10, `${wire.sent} octets were read.`);
        note(end);
      },
    ),
};

/** `wire`, with `start` before its first octets. */
function startedWith(start: Buffer, wire: Wire): Wire {
  let first = true;
  return {
    ...wire,
    async read() {
      const chunk = await wire.read();
      const whole = first && chunk !== null ? Buffer.concat([start, chunk]) : chunk;
      first = false;
      return whole;
    },
  };
}

export const readerTortures: readonly Torture[] = [anyChunking, exactBodies, endless];
