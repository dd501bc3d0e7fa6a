/** A finished message inside the pack that is being built. */
export interface PackedMessage {
  offset: number;
  size: number;
}

/** Packs are at most this large unless one message alone is larger. */
export const packOctets = 4 * 1024 * 1024;
/** An announced size is advice from a stranger: no more than this is set aside on its word. */
const maxReserve = 64 * 1024 * 1024;

/**
 * Collects the bytes of messages back to back, in the memory that will be stored. Bytes are copied once, from the
 * stream's chunk into the pack.
 *
 *   begin → append* → end    the message is in
 *   begin → append* → drop   it never was
 *   take                     the pack of all finished messages; one in progress moves to the start of the next
 */
export class PackBuilder {
  #buffer = new Uint8Array(packOctets);
  /** Where the next byte goes. */
  #used = 0;
  /** Where the message in progress starts. */
  #start = 0;

  /** Octets of finished messages. */
  get finished(): number {
    return this.#start;
  }

  begin(announced: number): void {
    this.#start = this.#used;
    this.#reserve(Math.min(announced, maxReserve));
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.byteLength);
    this.#buffer.set(bytes, this.#used);
    this.#used += bytes.byteLength;
  }

  /** Octets of the message in progress. */
  get inProgress(): number {
    return this.#used - this.#start;
  }

  end(): PackedMessage & { bytes: Uint8Array<ArrayBuffer> } {
    const message = { offset: this.#start, size: this.#used - this.#start };
    this.#start = this.#used;
    return { ...message, bytes: this.#buffer.subarray(message.offset, this.#used) };
  }

  drop(): void {
    this.#used = this.#start;
  }

  take(): ArrayBuffer {
    const pack = this.#buffer.buffer.slice(0, this.#start);
    this.#buffer.copyWithin(0, this.#start, this.#used);
    this.#used -= this.#start;
    this.#start = 0;
    if (this.#used === 0 && this.#buffer.byteLength > packOctets) this.#buffer = new Uint8Array(packOctets);
    return pack;
  }

  #reserve(octets: number): void {
    const needed = this.#used + octets;
    if (needed <= this.#buffer.byteLength) return;
    const grown = new Uint8Array(
      Math.max(needed, Math.min(this.#buffer.byteLength * 2, this.#buffer.byteLength + maxReserve)),
    );
    grown.set(this.#buffer.subarray(0, this.#used));
    this.#buffer = grown;
  }
}
