import type { BlockSource } from './segmentReader';

/** So many octets of blocks are kept between searches. */
const mostOctets = 24 * 1024 * 1024;

/** A read costs as much as so many blocks that nobody asked for. */
const gap = 3;

interface Asked {
  kind: number;
  first: number;
  last: number;
  resolve: (blocks: Uint8Array[]) => void;
  reject: (error: unknown) => void;
}

interface Group extends Pick<Asked, 'kind' | 'first' | 'last'> {
  asked: Asked[];
}

function together(asked: readonly Asked[]): Group[] {
  const groups: Group[] = [];
  for (const one of asked.toSorted((a, b) => a.kind - b.kind || a.first - b.first)) {
    const group = groups.at(-1);
    if (group && group.kind === one.kind && one.first <= group.last + gap) {
      group.last = Math.max(group.last, one.last);
      group.asked.push(one);
    } else groups.push({ kind: one.kind, first: one.first, last: one.last, asked: [one] });
  }
  return groups;
}

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

  /** The source, asked only for what is not kept; what is asked for in one moment and lies close together, in one go. */
  through(segment: number, source: BlockSource): BlockSource {
    let asked: Asked[] = [];
    const read = () => {
      const now = asked;
      asked = [];
      for (const group of together(now)) {
        this.#read(segment, source, group).then(
          (blocks) => {
            const { first: from } = group;
            for (const { first, last, resolve } of group.asked)
              resolve(blocks.slice(first - from, last - from + 1));
          },
          (error) => {
            for (const { reject } of group.asked) reject(error);
          },
        );
      }
    };
    return {
      blocks: (kind, first, last) =>
        new Promise((resolve, reject) => {
          // Still in the same turn of the transaction, which ends when nothing is asked of it.
          if (asked.length === 0) queueMicrotask(read);
          asked.push({ kind, first, last, resolve, reject });
        }),
    };
  }

  /** Blocks `first` to `last`; between the first and the last that is missing all are read. */
  async #read(segment: number, source: BlockSource, { kind, first, last }: Group): Promise<Uint8Array[]> {
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
