/** A small deterministic generator (mulberry32): good enough for test data, the same on every machine. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 32 bits. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + (this.next() % (high - low + 1));
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.next() % items.length];
    if (item === undefined) throw new RangeError('Nothing to pick from.');
    return item;
  }

  octets(length: number): Buffer {
    const octets = Buffer.allocUnsafe(length);
    let at = 0;
    for (; at + 4 <= length; at += 4) octets.writeUInt32LE(this.next(), at);
    for (; at < length; at++) octets[at] = this.next() & 255;
    return octets;
  }
}
