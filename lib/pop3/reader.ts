import { DotStream } from './dotStream';
import { Pop3Closed } from './errors';
import { limits } from './limits';
import { brokenProtocol, latin1, limitPassed } from './replies';
import type { Wire } from './wire';
import type { Witness } from './witness';

/** The first line of every reply (RFC 1939 §3); `+` alone is a SASL challenge (RFC 5034 §4). */
export interface Status {
  kind: 'ok' | 'refused' | 'challenge';
  /** The line without its indicator and line end. Valid until the next read. */
  text: Uint8Array;
}

type Take = (view: Uint8Array) => void | Promise<void>;

/**
 * Bytes in, replies out. Holds one chunk of the wire at a time and hands out views of it, so nothing is copied but a
 * status line that spans two chunks.
 */
export class Reader {
  readonly #wire: Wire;
  readonly #witness: Witness | null;
  readonly #dots = new DotStream();
  #chunk: Buffer = NOTHING;
  #at = 0;
  /** Octets of the chunks before this one. */
  #passed = 0;
  /**
   * True while every status line came with LF instead of CRLF. Only such a server may end a body with LF.LF. One
   * CRLF settles it for the session.
   */
  #bareLf = true;

  /** @param witness told of every answer, and how long it is. */
  constructor(wire: Wire, witness: Witness | null = null) {
    this.#wire = wire;
    this.#witness = witness;
  }

  /** Bytes that have arrived and that no reply has claimed. */
  get unread(): number {
    return this.#chunk.length - this.#at;
  }

  /** Forgets what was learnt of the peer: behind STLS speaks another one (RFC 2595 §4). */
  forget(): void {
    this.#bareLf = true;
  }

  /**
   * The next status line.
   * @throws Pop3ProtocolError when the peer sends anything else; said at its first byte, because a peer that speaks
   * another protocol may never end the line, and without its words, because they are none of POP3's business.
   */
  async status(command: string): Promise<Status> {
    if (this.unread === 0) await this.#fill(command);
    const from = this.#consumed;
    const first = this.#chunk[this.#at];
    if (first !== PLUS && first !== MINUS) throw notPop3(command, first);
    const line = await this.#line(command);
    const status = statusOf(line);
    if (status === null) throw notPop3(command, first);
    this.#witness?.answered(status.kind, this.#consumed - from);
    return status;
  }

  /**
   * The rest of a multi-line reply, given to `take` in views that are valid until what it returned has resolved.
   * Resolves to the octets of it.
   */
  async body(command: string, take: Take): Promise<number> {
    const dots = this.#dots;
    let octets = 0;
    let from = this.#consumed;
    dots.begin(this.#bareLf);
    while (!dots.ended) {
      if (this.unread === 0) await this.#fill(command);
      dots.feed(this.#chunk, this.#at);
      this.#at = dots.next;
      this.#witness?.received(this.#consumed - from);
      from = this.#consumed;
      if (dots.owesCr) {
        octets += 1;
        await take(Uint8Array.of(CR));
      }
      const length = dots.textEnd - dots.textStart;
      if (length > 0) {
        octets += length;
        const taken = take(this.#chunk.subarray(dots.textStart, dots.textEnd));
        if (taken !== undefined) await taken;
      }
    }
    return octets;
  }

  /**
   * The rest of a multi-line reply as Latin-1 lines (one character an octet), each given to `take` without its end.
   * @throws Pop3ProtocolError `limit` beyond `most` lines or `longest` octets in one.
   */
  async lines(command: string, most: number, longest: number, take: (line: string) => void): Promise<void> {
    let rest = '';
    let count = 0;
    let octets = 0;
    const line = (text: string) => {
      if (text.length > longest) throw limitPassed(command, 'line', `a line of more than ${longest} octets`);
      if (++count > most) throw limitPassed(command, 'count', `more than ${most} lines`);
      take(text.endsWith('\r') ? text.slice(0, -1) : text);
    };
    await this.body(command, (view) => {
      octets += view.length;
      if (octets > limits.listingOctets)
        throw limitPassed(command, 'octets', `more than ${limits.listingOctets} octets`);
      const parts = (rest + latin1(view)).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) line(part);
      if (rest.length > longest) throw limitPassed(command, 'line', `a line of more than ${longest} octets`);
    });
    if (rest !== '') line(rest);
  }

  async #line(command: string): Promise<Uint8Array> {
    let head: Buffer = NOTHING;
    for (;;) {
      const end = this.#chunk.indexOf(LF, this.#at);
      const part = this.#chunk.subarray(this.#at, end < 0 ? this.#chunk.length : end);
      if (head.length + part.length > limits.statusLineOctets) {
        throw limitPassed(command, 'line', `a line of more than ${limits.statusLineOctets} octets`);
      }
      const line = head.length === 0 ? part : Buffer.concat([head, part]);
      if (end >= 0) {
        this.#at = end + 1;
        if (line[line.length - 1] !== CR) return line;
        this.#bareLf = false;
        return line.subarray(0, -1);
      }
      head = Buffer.from(line);
      await this.#fill(command);
    }
  }

  get #consumed(): number {
    return this.#passed + this.#at;
  }

  async #fill(command: string): Promise<void> {
    let chunk: Uint8Array | null;
    do {
      chunk = await this.#wire.read();
      if (chunk === null) throw new Pop3Closed(command);
    } while (chunk.length === 0);
    this.#passed += this.#chunk.length;
    this.#chunk = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    this.#at = 0;
  }
}

const NOTHING = Buffer.alloc(0);
const PLUS = 43;
const MINUS = 45;
const SPACE = 32;
const CR = 13;
const LF = 10;

/** Null: no status line at all. */
function statusOf(line: Uint8Array): Status | null {
  if (startsWith(line, '+OK')) return { kind: 'ok', text: line.subarray(3) };
  if (startsWith(line, '-ERR')) return { kind: 'refused', text: line.subarray(4) };
  return line[0] === PLUS && (line.length === 1 || line[1] === SPACE)
    ? { kind: 'challenge', text: line.subarray(1) }
    : null;
}

/** `+OK` or `-ERR` in capitals, and nothing grown on to it: `+OKAY` would be a line of somebody's mail. */
function startsWith(line: Uint8Array, indicator: string): boolean {
  for (let index = 0; index < indicator.length; index++) {
    if (line[index] !== indicator.charCodeAt(index)) return false;
  }
  const after = line[indicator.length];
  return after === undefined || !/[A-Za-z0-9]/.test(String.fromCharCode(after));
}

/** 0x15 and 0x16 open a TLS record (alert, handshake): the port wants TLS from the first byte. */
function notPop3(command: string, first: number | undefined) {
  if (command !== 'greeting') {
    return brokenProtocol(
      command,
      'The server sent something else than a status line: the replies are out of step.',
    );
  }
  const tls = first === 0x15 || first === 0x16;
  return brokenProtocol(
    command,
    tls
      ? 'The port speaks TLS, and was addressed without it.'
      : 'What answers on this port is not a POP3 server.',
  );
}
