const fewOctets = 48;

/** Grows as it is written to. Numbers are varints (LEB128): seven bits a byte, the lowest first. */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  /** @param value a whole number from 0 on, at most 2^53 */
  number(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      // Not `& 0x7f` and `>> 7`: those know 32 bits alone.
      this.byte((rest % 128) | 0x80);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  /** UTF-16 code units as varints: the order of bytes does not matter, and reading ASCII takes no decoder. */
  units(text: string, from = 0): void {
    this.number(text.length - from);
    for (let at = from; at < text.length; at += 1) this.number(text.charCodeAt(at));
  }

  /** The octets from `from` to `to`, exclusive. */
  bytes(bytes: Uint8Array, from = 0, to = bytes.length): void {
    const count = to - from;
    if (this.#length + count > this.#bytes.length) this.#grow(count);
    // Most are few, and for few a view costs more than their copy.
    if (count > fewOctets) this.#bytes.set(bytes.subarray(from, to), this.#length);
    else for (let at = 0; at < count; at += 1) this.#bytes[this.#length + at] = bytes[from + at] ?? 0;
    this.#length += count;
  }

  /** What another one has written so far. */
  append(writer: ByteWriter): void {
    this.bytes(writer.#bytes, 0, writer.#length);
  }

  /** What was written, in memory of its own. The writer begins anew. */
  take(): ArrayBuffer {
    const taken = this.#bytes.buffer.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  clear(): void {
    this.#length = 0;
  }

  #grow(by: number): void {
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + by));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** Reads what a ByteWriter wrote. Reading behind the end throws: a block that is cut short must not be taken for whole. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  at: number;
  readonly end: number;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.at = at;
    this.end = end;
  }

  byte(): number {
    const value = this.#bytes[this.at];
    if (value === undefined || this.at >= this.end) throw new RangeError('the index block is cut short');
    this.at += 1;
    return value;
  }

  number(): number {
    let byte = this.byte();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    let factor = 128;
    do {
      byte = this.byte();
      value += (byte & 0x7f) * factor;
      factor *= 128;
    } while (byte >= 0x80);
    return value;
  }

  units(): string {
    const length = this.number();
    let text = '';
    for (let at = 0; at < length; at += 1) text += String.fromCharCode(this.number());
    return text;
  }

  skip(count: number): void {
    this.at += count;
  }
}
