import { ByteReader } from './bytes';
import type { Slot } from './plan';
import { type BlockSource, fieldCount, oneBlock, type Run, readPostings } from './segmentReader';
import { blockKind } from './segmentWriter';

/** A place in a document as one number: fields are far apart, so that no phrase spans two. */
const fieldStep = 2 ** 27;

/** Reads blocks of positions once for a query. */
export class PositionBlocks {
  readonly #source: BlockSource;
  readonly #blocks = new Map<number, Promise<Uint8Array>>();
  /** So many are kept: a phrase is looked for from new to old, and does not come back. */
  readonly #most: number;

  constructor(source: BlockSource, most = 64) {
    this.#source = source;
    this.#most = most;
  }

  get(number: number): Promise<Uint8Array> {
    let block = this.#blocks.get(number);
    if (!block) {
      block = oneBlock(this.#source, blockKind.positions, number);
      if (this.#blocks.size >= this.#most) this.#blocks.clear();
      this.#blocks.set(number, block);
    }
    return block;
  }
}

/** A run and the ordinal of its last document. */
export interface SpannedRun extends Run {
  lastDoc: number;
}

/**
 * Which of the documents hold the phrase.
 *
 * @param wanted ordinals, ascending
 * @param runs for each slot, of all its words
 * @param fields bits of the fields that it may stand in
 */
export async function holdPhrase(
  wanted: readonly number[],
  slots: readonly Slot[],
  runs: readonly (readonly SpannedRun[])[],
  fields: number,
  blocks: PositionBlocks,
): Promise<Set<number>> {
  const places: Map<number, Set<number>>[] = [];
  for (const [index] of slots.entries()) {
    const found = new Map<number, Set<number>>();
    const met = (runs[index] ?? []).filter((run) => meets(run, wanted));
    const read = await Promise.all(met.map(({ positionBlock }) => blocks.get(positionBlock)));
    met.forEach((run, at) => {
      const block = read[at];
      if (block) placesIn(run, block, wanted, fields, found);
    });
    places.push(found);
  }
  const hits = new Set<number>();
  for (const ordinal of wanted) {
    const [first, ...rest] = places.map((of) => of.get(ordinal));
    if (!first) continue;
    for (const place of first) {
      if (rest.every((set, index) => set?.has(place + (slots[index + 1]?.offset ?? 0)))) {
        hits.add(ordinal);
        break;
      }
    }
  }
  return hits;
}

function meets({ firstDoc, lastDoc }: SpannedRun, wanted: readonly number[]): boolean {
  return wanted.some((ordinal) => ordinal >= firstDoc && ordinal <= lastDoc);
}

/** Collects the places of the run's word in the documents that are wanted. */
function placesIn(
  run: Run,
  block: Uint8Array,
  wanted: readonly number[],
  fields: number,
  into: Map<number, Set<number>>,
): void {
  const reader = new ByteReader(block, run.positionOffset);
  let next = 0;
  readPostings(run, (ordinal, mask) => {
    while (next < wanted.length && (wanted[next] ?? 0) < ordinal) next += 1;
    const take = wanted[next] === ordinal;
    if (!take) {
      for (let field = fieldCount(mask); field > 0; field -= 1) {
        for (let count = reader.number(); count > 0; count -= 1) reader.number();
      }
      return;
    }
    let set = into.get(ordinal);
    if (!set) {
      set = new Set();
      into.set(ordinal, set);
    }
    for (let field = 0; field < 6; field += 1) {
      if ((mask & (1 << field)) === 0) continue;
      let place = field * fieldStep;
      for (let count = reader.number(); count > 0; count -= 1) {
        place += reader.number();
        if ((fields & (1 << field)) !== 0) set.add(place);
      }
    }
  });
}
