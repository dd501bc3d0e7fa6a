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

/** A run and an ordinal that none of its documents stands behind. */
export interface SpannedRun extends Run {
  lastDoc: number;
}

/** In how many documents a slot's words stand. */
export const docsOf = (runs: readonly Run[]): number => runs.reduce((sum, { docs }) => sum + docs, 0);

/** The blocks of so many words of a phrase are read at once: few, as long as hardly any document may be left. */
const atOnce = { first: 3, most: 64 };

/**
 * Which of the documents hold the phrase. The rarest word is looked for first, and every other one only where those before
 * it stood as the phrase wants them.
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
  const order = slots
    .map((slot, at) => ({ slot, runs: runs[at] ?? [], docs: docsOf(runs[at] ?? []) }))
    .sort((a, b) => a.docs - b.docs);
  let alive = wanted;
  /** Where the phrase may begin, by ordinal; places before a field's first word are none, and fall away by themselves. */
  let starts: Map<number, Set<number>> | null = null;
  for (
    let many = atOnce.first;
    order.length > 0 && alive.length > 0;
    many = Math.min(8 * many, atOnce.most)
  ) {
    const read = await Promise.all(
      order.splice(0, many).map(async (word) => ({ ...word, met: await readMet(word.runs, alive, blocks) })),
    );
    for (const { slot, met } of read) {
      const found = new Map<number, Set<number>>();
      for (const { run, block } of met) placesIn(run, block, alive, fields, found);
      starts = follow(starts, found, slot.offset);
      const next = starts;
      alive = alive.filter((ordinal) => next.has(ordinal));
    }
  }
  return new Set(alive);
}

/** Where the phrase may begin once another of its words was found. */
function follow(
  starts: ReadonlyMap<number, ReadonlySet<number>> | null,
  found: ReadonlyMap<number, ReadonlySet<number>>,
  offset: number,
): Map<number, Set<number>> {
  const next = new Map<number, Set<number>>();
  for (const [ordinal, places] of found) {
    const before = starts?.get(ordinal);
    const own = new Set<number>();
    for (const place of places) if (!starts || before?.has(place - offset)) own.add(place - offset);
    if (own.size > 0) next.set(ordinal, own);
  }
  return next;
}

/** The runs in which one of these documents may stand, with their positions. */
function readMet(
  runs: readonly SpannedRun[],
  wanted: readonly number[],
  blocks: PositionBlocks,
): Promise<{ run: Run; block: Uint8Array }[]> {
  return Promise.all(
    runs
      .filter((run) => meets(wanted, run))
      .map(async (run) => ({ run, block: await blocks.get(run.positionBlock) })),
  );
}

/** Whether one of these ordinals, which ascend, lies in the run. */
export function meets(wanted: readonly number[], { firstDoc, lastDoc }: SpannedRun): boolean {
  let [low, high] = [0, wanted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((wanted[middle] ?? 0) < firstDoc) low = middle + 1;
    else high = middle;
  }
  return (wanted[low] ?? Number.POSITIVE_INFINITY) <= lastDoc;
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
    if (next === wanted.length) return true;
    if (wanted[next] !== ordinal) {
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
