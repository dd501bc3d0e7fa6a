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
  const docs = (slot: number) => (runs[slot] ?? []).reduce((sum, run) => sum + run.docs, 0);
  const order = [...slots.keys()].sort((a, b) => docs(a) - docs(b));
  let alive = wanted;
  /** Where the phrase may begin, by ordinal; places before a field's first word are none, and fall away by themselves. */
  let starts: Map<number, Set<number>> | null = null;
  for (const slot of order) {
    const found = await placesOf(runs[slot] ?? [], alive, fields, blocks);
    const offset = slots[slot]?.offset ?? 0;
    const next = new Map<number, Set<number>>();
    for (const [ordinal, places] of found) {
      const before = starts?.get(ordinal);
      const own = new Set<number>();
      for (const place of places) if (!starts || before?.has(place - offset)) own.add(place - offset);
      if (own.size > 0) next.set(ordinal, own);
    }
    starts = next;
    alive = alive.filter((ordinal) => next.has(ordinal));
    if (alive.length === 0) break;
  }
  return new Set(alive);
}

/** The places of a slot's words in these documents. */
async function placesOf(
  runs: readonly SpannedRun[],
  wanted: readonly number[],
  fields: number,
  blocks: PositionBlocks,
): Promise<Map<number, Set<number>>> {
  const found = new Map<number, Set<number>>();
  const met = runs.filter(({ firstDoc, lastDoc }) => meets(wanted, firstDoc, lastDoc));
  const read = await Promise.all(met.map(({ positionBlock }) => blocks.get(positionBlock)));
  met.forEach((run, at) => {
    const block = read[at];
    if (block) placesIn(run, block, wanted, fields, found);
  });
  return found;
}

function meets(wanted: readonly number[], first: number, last: number): boolean {
  return wanted.some((ordinal) => ordinal >= first && ordinal <= last);
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
