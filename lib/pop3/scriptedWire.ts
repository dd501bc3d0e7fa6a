import { parseTranscript, type Step } from './transcript';
import type { Wire } from './wire';

export interface ScriptedWire extends Wire {
  /** Everything that was written, as Latin-1; what came after `close` too. */
  readonly written: string;
  readonly closed: boolean;
  /** @throws Error unless the script was played to its end and nothing was sent beyond it. */
  finished(): void;
}

export interface ScriptOptions {
  /** Octets of each chunk read: a number, or asked anew for each. By default what stands between two `C:` at once. */
  chunk?: number | (() => number);
}

/**
 * A server in memory that plays a transcript (transcript.ts). It never hangs: a read that could only be answered after
 * something else was sent rejects at once, and says what the script is waiting for.
 */
export function scriptedWire(
  transcript: string | readonly (string | Uint8Array)[],
  options: ScriptOptions = {},
): ScriptedWire {
  const steps = parseTranscript(transcript);
  let outgoing: Buffer = Buffer.alloc(0);
  let incoming = '';
  let written = '';
  let closed = false;
  const step = (): Step | undefined => steps[0];

  /** Plays as far as possible without another read or write. */
  const play = () => {
    for (let next = step(); next !== undefined; next = step()) {
      if (next.does === 'send') outgoing = Buffer.concat([outgoing, next.bytes]);
      else if (next.does === 'expect' && incoming.includes('\r\n')) expectLine(next.line);
      else return;
      steps.shift();
    }
  };
  const expectLine = (line: string) => {
    const end = incoming.indexOf('\r\n');
    const got = incoming.slice(0, end);
    incoming = incoming.slice(end + 2);
    if (line !== '*' && got !== line) throw new Error(`The script expected "${line}" and got "${got}".`);
  };

  return {
    get written() {
      return written;
    },
    get closed() {
      return closed;
    },
    async read() {
      if (closed) throw new Error('Read from a wire that was closed.');
      play();
      if (outgoing.length > 0) {
        const size =
          typeof options.chunk === 'function' ? options.chunk() : (options.chunk ?? outgoing.length);
        // A copy: the chunk is the reader's own, and the reader does write into it.
        const chunk = Uint8Array.from(outgoing.subarray(0, size));
        outgoing = outgoing.subarray(chunk.length);
        return chunk;
      }
      const next = step();
      if (next === undefined || next.does === 'close') return null;
      if (next.does === 'reset') throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
      if (next.does === 'hang') return new Promise(() => {});
      throw new Error(`The script waits for ${next.does === 'expect' ? `"${next.line}"` : next.does}.`);
    },
    async write(bytes) {
      const text = Buffer.from(bytes).toString('latin1');
      written += text;
      if (closed) throw new Error('Written to a wire that was closed.');
      incoming += text;
    },
    async startTls() {
      play();
      if (outgoing.length > 0) throw new Error('Bytes arrived before the handshake.');
      if (step()?.does !== 'tls') throw new Error('The script did not expect TLS here.');
      steps.shift();
    },
    close() {
      closed = true;
    },
    finished() {
      play();
      if (steps.some(({ does }) => does === 'send' || does === 'expect' || does === 'tls'))
        throw new Error(`The script was not played to its end: ${JSON.stringify(steps)}`);
      if (incoming !== '') throw new Error(`Sent beyond the script: ${JSON.stringify(incoming)}`);
    },
  };
}
