import type { BlockSource } from './segmentReader';

/** So many octets of blocks are kept between searches. */
const mostOctets = 24 * 1024 * 1024;

/**
 * Blocks that searches have read, the least recently used of them let go first. A segment's blocks never change, and its
 * number does not come back, so that what is kept is true as long as somebody sees the segment.
 */
export class BlockCache {
  readonly #most: number;
  /** By segment, kind and number; the first was used longest ago. */
  readonly #blocks = new Map<string, Uint8Array>();
  #octets = 0;

  constructor(most = mostOctets) {
    this.#most = most;
  }

  /** Octets that are kept. */
  get octets(): number {
    return this.#octets;
  }

  /** The source, asked only for what is not kept. */
  through(segment: number, source: BlockSource): BlockSource {
    return {
      blocks: async (kind, first, last) => {
        const name = (number: number) => `${segment} ${kind} ${number}`;
        const found: (Uint8Array | undefined)[] = [];
        for (let number = first; number <= last; number += 1) found.push(this.#use(name(number)));
        const from = found.indexOf(undefined);
        if (from >= 0) {
          const to = found.lastIndexOf(undefined);
          const read = await source.blocks(kind, first + from, first + to);
          read.forEach((block, at) => {
            found[from + at] = block;
            this.#keep(name(first + from + at), block);
          });
        }
        return found.filter((block) => block !== undefined);
      },
    };
  }

  /** Lets go of the blocks of all segments but these. */
  keepOnly(segments: ReadonlySet<number>): void {
    for (const name of this.#blocks.keys()) {
      if (!segments.has(Number.parseInt(name, 10))) this.#drop(name);
    }
  }

  #use(name: string): Uint8Array | undefined {
    const block = this.#blocks.get(name);
    if (block) {
      this.#blocks.delete(name);
      this.#blocks.set(name, block);
    }
    return block;
  }

  #keep(name: string, block: Uint8Array): void {
    this.#drop(name);
    this.#blocks.set(name, block);
    this.#octets += block.byteLength;
    for (const oldest of this.#blocks.keys()) {
      if (this.#octets <= this.#most) break;
      this.#drop(oldest);
    }
  }

  #drop(name: string): void {
    this.#octets -= this.#blocks.get(name)?.byteLength ?? 0;
    this.#blocks.delete(name);
  }
}
