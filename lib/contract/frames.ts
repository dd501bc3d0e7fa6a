/**
 * The messages route answers with frames: `kind (1 byte) · length (4 bytes, big-endian) · payload`.
 *
 *     ( begin data* end | missing )*  [ settle ]  done        a whole session
 *     … [ begin data* ]  problem                              a session that died: what has no end never counts
 *     alive, log                                              anywhere before the last: the bridge is waiting; what it did
 *
 * `data` carries the message's bytes as they are, every other payload is JSON in UTF-8. The writer coalesces many
 * small messages into few large chunks, the reader hands out views of what it was given: nothing is copied that
 * lies in one chunk. Runs in Node and in browsers. Both sides are held to the limits: a stream from a broken proxy
 * is refused, not buffered.
 */
import type { Problem } from './errors';
import { toProblem } from './readProblem';
import { type LogEntry, toLogEntries } from './sessionLog';

export type Frame =
  /** A message begins; `octets` is what LIST announced (advice: for progress alone). */
  | { kind: 'begin'; uidl: string; octets: number }
  /** It is complete: octets sent in its data frames, and their SHA-256 in lower-case hex. */
  | { kind: 'end'; octets: number; sha256: string }
  /** A wanted message that cannot be had; the rest goes on. */
  | { kind: 'missing'; uidl: string; problem: Problem }
  /** All is sent: the bridge waits for the receipt that names this session. */
  | { kind: 'settle'; session: string }
  /** `quit`: every message was in the receipt and QUIT was answered; `dropped`: the connection ended without it. */
  | { kind: 'done'; outcome: 'quit' | 'dropped' }
  /** The session is over before its end. */
  | { kind: 'problem'; problem: Problem }
  /** Commands that the bridge sent, each once. */
  | { kind: 'log'; entries: readonly LogEntry[] }
  /** Nothing to tell, and the bridge still waits for the mail server: may stand anywhere, even within a message. */
  | { kind: 'alive' };

export type FrameErrorCode = 'unknown_kind' | 'too_long' | 'bad_payload' | 'out_of_order' | 'truncated';

/** The stream is not what the bridge writes: nothing of it may be trusted from here on. */
export class FrameError extends Error {
  constructor(
    readonly code: FrameErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'FrameError';
  }
}

/** JSON payloads hold a UIDL and a problem at most: 64 KiB is ten times what they need. */
export const maxJsonPayload = 64 * 1024;
/** A data frame never announces more than this, so that a corrupt length is noticed at once. */
export const maxDataPayload = 1024 * 1024;

const headerLength = 5;
const dataKind = 2;
const jsonKinds = { begin: 1, end: 3, missing: 4, settle: 5, done: 6, problem: 7, alive: 8, log: 9 } as const;
const kindNames = new Map<number, Frame['kind']>(
  Object.entries(jsonKinds).map(([name, kind]) => [kind, name as Frame['kind']]),
);

/**
 * Appends frames to an output buffer and hands it on when it is full. What `emit` gets belongs to the receiver.
 */
export class FrameWriter {
  private buffer: Uint8Array<ArrayBuffer>;
  private used = 0;
  /** Where the header of a data frame stands that can still be made longer; -1: none. */
  private openData = -1;
  private readonly text = new TextEncoder();

  /** @param capacity size of the emitted chunks in bytes, at most that of a data frame with its header. */
  constructor(
    private readonly emit: (chunk: Uint8Array<ArrayBuffer>) => void,
    private readonly capacity: number = 256 * 1024,
  ) {
    this.buffer = new Uint8Array(capacity);
  }

  /** Bytes that wait in the buffer. */
  get pending(): number {
    return this.used;
  }

  /** @throws FrameError `too_long` when the payload passes 64 KiB. */
  frame(frame: Frame): void {
    const { kind, ...payload } = frame;
    const bytes = this.text.encode(JSON.stringify(payload));
    if (bytes.length > maxJsonPayload) {
      throw new FrameError('too_long', `A ${kind} frame of ${bytes.length} bytes is too long.`);
    }
    this.openData = -1;
    if (headerLength + bytes.length > this.capacity) {
      this.flush();
      const own = new Uint8Array(headerLength + bytes.length);
      writeHeader(own, 0, jsonKinds[kind], bytes.length);
      own.set(bytes, headerLength);
      this.emit(own);
      return;
    }
    if (this.used + headerLength + bytes.length > this.capacity) this.flush();
    writeHeader(this.buffer, this.used, jsonKinds[kind], bytes.length);
    this.buffer.set(bytes, this.used + headerLength);
    this.used += headerLength + bytes.length;
  }

  /** Copies bytes of the current message; the view may be reused by the caller afterwards. */
  data(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.openData < 0) {
        if (this.used + headerLength >= this.capacity) this.flush();
        this.openData = this.used;
        writeHeader(this.buffer, this.used, dataKind, 0);
        this.used += headerLength;
      }
      const length = this.used - this.openData - headerLength;
      const piece = Math.min(bytes.length - at, this.capacity - this.used, maxDataPayload - length);
      this.buffer.set(bytes.subarray(at, at + piece), this.used);
      this.used += piece;
      at += piece;
      writeHeader(this.buffer, this.openData, dataKind, length + piece);
      if (this.used === this.capacity) this.flush();
      else if (length + piece === maxDataPayload) this.openData = -1;
    }
  }

  /** Emits what waits, if anything does. */
  flush(): void {
    this.openData = -1;
    if (this.used === 0) return;
    if (this.used < this.capacity / 4) {
      // A small first message must not cost a whole buffer.
      this.emit(this.buffer.slice(0, this.used));
    } else {
      this.emit(this.buffer.subarray(0, this.used));
      this.buffer = new Uint8Array(this.capacity);
    }
    this.used = 0;
  }
}

function writeHeader(into: Uint8Array, at: number, kind: number, length: number): void {
  into[at] = kind;
  into[at + 1] = length >>> 24;
  into[at + 2] = length >>> 16;
  into[at + 3] = length >>> 8;
  into[at + 4] = length;
}

export interface FrameReceiver {
  frame(frame: Frame): void;
  /** Bytes of the message that was begun last, in order, in pieces of any size: views of the pushed chunk. */
  data(bytes: Uint8Array): void;
}

/**
 * Takes the stream in any chunking and calls the receiver in order, before `push` returns.
 * After a FrameError the reader must not be used any more.
 */
export class FrameReader {
  private readonly header = new Uint8Array(headerLength);
  private headerFilled = 0;
  /** Payload bytes that the current frame still lacks. */
  private missing = 0;
  /** The JSON payload that lies across chunks, and how much of it is there. */
  private payload: Uint8Array | null = null;
  private payloadFilled = 0;
  private inMessage = false;
  private over = false;
  private readonly text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  constructor(private readonly receiver: FrameReceiver) {}

  /** @throws FrameError when the bytes are no frames, or stand in an order that the bridge never writes. */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.headerFilled < headerLength) {
        const piece = Math.min(headerLength - this.headerFilled, chunk.length - at);
        this.header.set(chunk.subarray(at, at + piece), this.headerFilled);
        this.headerFilled += piece;
        at += piece;
        if (this.headerFilled < headerLength) return;
        this.openFrame();
      }
      const piece = Math.min(this.missing, chunk.length - at);
      if (this.header[0] === dataKind) {
        if (piece > 0) this.receiver.data(chunk.subarray(at, at + piece));
      } else if (piece === this.missing && this.payload === null) {
        this.missing = 0;
        this.closeFrame(chunk.subarray(at, at + piece));
      } else {
        this.payload ??= new Uint8Array(this.missing);
        this.payload.set(chunk.subarray(at, at + piece), this.payloadFilled);
        this.payloadFilled += piece;
        if (this.payloadFilled === this.payload.length) this.closeFrame(this.payload);
      }
      at += piece;
      this.missing = Math.max(0, this.missing - piece);
      if (this.missing === 0) this.headerFilled = 0;
    }
  }

  /** To be called at the stream's end. @throws FrameError `truncated` inside a frame, or before `done` or `problem`. */
  end(): void {
    if (this.headerFilled > 0 || !this.over) {
      throw new FrameError('truncated', 'The stream ended before its last frame.');
    }
  }

  private openFrame(): void {
    const kind = this.header[0] ?? 0;
    this.missing = new DataView(this.header.buffer).getUint32(1);
    this.payload = null;
    this.payloadFilled = 0;
    if (kind !== dataKind && !kindNames.has(kind)) {
      throw new FrameError('unknown_kind', `A frame has the unknown kind ${kind}.`);
    }
    if (this.missing > (kind === dataKind ? maxDataPayload : maxJsonPayload)) {
      throw new FrameError('too_long', `A frame announces ${this.missing} bytes.`);
    }
    // Every JSON payload has at least its braces, and a data frame at least a byte: an empty one is not ours.
    if (this.missing === 0) throw new FrameError('bad_payload', 'A frame has no payload.');
    if (this.over) throw new FrameError('out_of_order', 'A frame follows the last one.');
    if (kind === dataKind && !this.inMessage) {
      throw new FrameError('out_of_order', 'Bytes of a message arrived outside of one.');
    }
  }

  private closeFrame(payload: Uint8Array): void {
    const frame = this.parse(kindNames.get(this.header[0] ?? 0), payload);
    if (frame.kind === 'alive' || frame.kind === 'log') {
      this.receiver.frame(frame);
      return;
    }
    // Only the end of a message, or of the whole session, may follow the message's bytes.
    if (this.inMessage ? frame.kind !== 'end' && frame.kind !== 'problem' : frame.kind === 'end') {
      throw new FrameError('out_of_order', `A ${frame.kind} frame stands where none may be.`);
    }
    this.inMessage = frame.kind === 'begin';
    this.over = frame.kind === 'done' || frame.kind === 'problem';
    this.receiver.frame(frame);
  }

  private parse(kind: Frame['kind'] | undefined, payload: Uint8Array): Frame {
    let value: unknown;
    try {
      value = JSON.parse(this.text.decode(payload));
    } catch {
      throw new FrameError('bad_payload', `A ${kind} frame is not JSON.`);
    }
    const frame = kind && isRecord(value) ? toFrame(kind, value) : null;
    if (!frame) throw new FrameError('bad_payload', `A ${kind} frame lacks what it must hold.`);
    return frame;
  }
}

type Fields = Record<string, unknown>;

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Written by hand, because schema libraries compile with `new Function`, which the worker's CSP forbids. */
function toFrame(
  kind: Frame['kind'],
  { uidl, octets, sha256, session, outcome, problem, entries }: Fields,
): Frame | null {
  switch (kind) {
    case 'begin':
      return typeof uidl === 'string' && isCount(octets) ? { kind, uidl, octets } : null;
    case 'end':
      return isCount(octets) && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256)
        ? { kind, octets, sha256 }
        : null;
    case 'missing': {
      const known = toProblem(problem);
      return typeof uidl === 'string' && known ? { kind, uidl, problem: known } : null;
    }
    case 'settle':
      return typeof session === 'string' ? { kind, session } : null;
    case 'done':
      return outcome === 'quit' || outcome === 'dropped' ? { kind, outcome } : null;
    case 'problem': {
      const known = toProblem(problem);
      return known ? { kind, problem: known } : null;
    }
    case 'log':
      return { kind, entries: toLogEntries(entries) };
    case 'alive':
      return { kind };
  }
}
