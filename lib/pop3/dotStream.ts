const CR = 13;
const LF = 10;
const DOT = 46;
const CRLF_DOT = Buffer.from('\r\n.', 'latin1');
const LF_DOT = Buffer.from('\n.', 'latin1');

/** What the octets so far leave us in. */
type State = 'line start' | 'text' | 'cr' | 'dot' | 'dot cr';

/**
 * Takes a multi-line reply (RFC 1939 §3) apart: everything up to the line that holds a dot alone, less the dots that
 * were stuffed at the start of lines. Byte-exact in any chunking: a line is what ends in CRLF, nothing is normalised.
 *
 * It never walks the bytes in JavaScript. A native search finds the next dot that follows a line end; what stands
 * between is moved down inside the chunk by one octet for each dot dropped, so that a chunk yields ONE view and a
 * message without dots is not copied at all. A chunk may end anywhere, hence the five states:
 *
 *      line start ── '.' ──► dot ── CR ──► dot cr ── LF ──► the end
 *         ▲  │                │              │
 *      LF │  └── other ─► text ◄── other ────┘    (what looked like the end was text after a stuffed dot)
 *         │               │ ▲
 *         └───── cr ◄─ CR ┘ │ other
 *                 └─────────┘
 *
 * In a session of bare LF (see {@link Reader}) a line ends in LF, and Dot + LF is the end too. In every other session
 * LF alone ends nothing: a sender who writes LF.LF into a message could otherwise cut it short and smuggle replies.
 */
export class DotStream {
  /** Where the text of this chunk begins and ends, after {@link feed}. */
  textStart = 0;
  textEnd = 0;
  /** The first octet of the chunk that does not belong to this reply; the chunk's length until the end came. */
  next = 0;
  ended = false;
  /** A CR of the chunk before stands in front of this chunk's text after all. */
  owesCr = false;

  #state: State = 'line start';
  #bareLf = false;

  /** Begins a reply, just behind its status line. */
  begin(bareLf: boolean): void {
    this.#state = 'line start';
    this.#bareLf = bareLf;
    this.ended = false;
    this.owesCr = false;
  }

  /** Reads `chunk` from `from` (less than its length) on, and overwrites the part that it read. */
  feed(chunk: Buffer, from: number): void {
    const length = chunk.length;
    const needle = this.#bareLf ? LF_DOT : CRLF_DOT;
    this.owesCr = false;
    this.textStart = from;
    this.textEnd = from;

    let at = this.#resume(chunk, from);
    if (at < 0) return;
    this.textStart = at;
    let dot = this.#firstDot(chunk, at, needle);
    let written = at;
    while (dot >= 0) {
      if (written !== at) chunk.copyWithin(written, at, dot);
      written += dot - at;
      at = dot + 1;
      this.#state = 'dot';
      if (this.#endsAt(chunk, at)) {
        this.textEnd = written;
        return;
      }
      this.#state = 'text';
      dot = findDot(chunk, at, needle);
    }
    if (at < length) this.#state = this.#stateAfter(chunk, at);
    if (written !== at) chunk.copyWithin(written, at, length);
    this.textEnd = written + length - at;
    this.next = length;
  }

  /** Settles what the chunk before left open. Where the text goes on, or -1 when this chunk is used up. */
  #resume(chunk: Buffer, from: number): number {
    if (this.#state === 'dot cr') {
      if (chunk[from] === LF) {
        this.#end(from + 1);
        return -1;
      }
      this.owesCr = true;
      this.#state = 'cr';
    } else if (this.#state === 'dot') {
      if (this.#endsAt(chunk, from)) return -1;
      this.#state = 'text';
    }
    return from;
  }

  /** After a dot at a line's start: is this the end, or is the chunk too short to know? Else the dot was stuffed. */
  #endsAt(chunk: Buffer, at: number): boolean {
    this.next = chunk.length;
    if (at === chunk.length) return true;
    if (chunk[at] === LF && this.#bareLf) return this.#end(at + 1);
    if (chunk[at] !== CR) return false;
    if (at + 1 === chunk.length) {
      this.#state = 'dot cr';
      return true;
    }
    return chunk[at + 1] === LF ? this.#end(at + 2) : false;
  }

  #end(next: number): true {
    this.ended = true;
    this.next = next;
    return true;
  }

  /** The first dot at a line's start, where the line may have begun in the chunk before; -1 for none. */
  #firstDot(chunk: Buffer, at: number, needle: Buffer): number {
    if (this.#state === 'line start' && chunk[at] === DOT) return at;
    if (this.#state === 'cr' && chunk[at] === LF && chunk[at + 1] === DOT) return at + 1;
    return findDot(chunk, at, needle);
  }

  #stateAfter(chunk: Buffer, start: number): State {
    const last = chunk.length - 1;
    if (chunk[last] === CR) return 'cr';
    if (chunk[last] !== LF) return 'text';
    if (this.#bareLf) return 'line start';
    const afterCr = last > start ? chunk[last - 1] === CR : this.#state === 'cr';
    return afterCr ? 'line start' : 'text';
  }
}

function findDot(chunk: Buffer, from: number, needle: Buffer): number {
  const found = chunk.indexOf(needle, from);
  return found < 0 ? -1 : found + needle.length - 1;
}
