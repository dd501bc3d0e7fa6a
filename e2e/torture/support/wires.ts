import type { Wire } from '@/lib/pop3/wire';
import { cut, must } from './octets';

/** What a session may at most ask of a wire in one case. Beyond it the code goes round in circles. */
const stepsMost = 100_000;

/** A peer that sends these octets whatever it is told, in these chunks, and then hangs up. */
export function octetWire(octets: Uint8Array, lengths: readonly number[]): Wire {
  const chunks = cut(octets, lengths);
  let steps = 0;
  return {
    async read() {
      must(++steps < stepsMost, 'The reader never comes to an end.');
      return chunks.next().value ?? null;
    },
    async write() {},
    async startTls() {},
    close() {},
  };
}

/** Octets after which whoever still reads from an endless peer has no limit; all limits tried here are below. */
const endlessMost = 1_500_000;

/** Sends the same octets for ever. `sent` counts. */
export function endlessWire(octets: Uint8Array): Wire & { sent: number } {
  const wire = {
    sent: 0,
    async read() {
      wire.sent += octets.length;
      must(wire.sent < endlessMost, 'The reader reads on without end.');
      return Buffer.from(octets);
    },
    async write() {},
    async startTls() {},
    close() {},
  };
  return wire;
}

export interface ReplyWire extends Wire {
  /** Whole lines that were sent, as Latin-1 with their CRLF. */
  readonly lines: readonly string[];
  readonly closed: boolean;
}

/**
 * A server that answers each line with the next reply, and hangs up when it has none left. The first reply is its
 * greeting. It holds the client to the rules: no line without its CRLF, nothing after `close`.
 */
export function replyWire(replies: readonly Uint8Array[], lengths: readonly number[]): ReplyWire {
  const chunks: Buffer[] = [];
  const lines: string[] = [];
  let unended = '';
  let steps = 0;
  let closed = false;
  const reply = (index: number) => chunks.push(...cut(replies[index] ?? Buffer.alloc(0), lengths));
  reply(0);
  return {
    lines,
    get closed() {
      return closed;
    },
    async read() {
      must(++steps < stepsMost, 'The session never comes to an end.');
      must(!closed, 'The session reads from a wire that it closed.');
      return chunks.shift() ?? null;
    },
    async write(bytes) {
      must(!closed, 'The session writes to a wire that it closed.');
      unended += Buffer.from(bytes).toString('latin1');
      for (let end = unended.indexOf('\r\n'); end >= 0; end = unended.indexOf('\r\n')) {
        lines.push(unended.slice(0, end + 2));
        unended = unended.slice(end + 2);
        reply(lines.length);
      }
      must(unended === '', 'The session wrote a line without its end.');
    },
    async startTls() {
      chunks.length = 0;
    },
    close() {
      closed = true;
    },
  };
}
