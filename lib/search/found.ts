import type { Bounds } from './bounds';
import type { Leaf } from './plan';
import { docsOf, meets, type SpannedRun } from './positions';
import { findRuns, type Run, readPostings } from './segmentReader';
import type { SegmentView } from './segmentSearch';

/** One leaf's findings in one segment. */
export interface Found {
  leaf: Leaf;
  /** Fields and rates of a word, by ordinal; of a phrase, the fields in which all of its words stand. */
  masks: Uint8Array | null;
  runs: SpannedRun[][];
  /** What is found out about undecided documents: 1 no, 2 yes. */
  verdicts: Uint8Array | null;
}

/** A word stands where it was found; a phrase may stand where all of its words do. */
export function wordBounds({ leaf, masks }: Found, count: number): Bounds {
  const possible = new Uint8Array(count);
  let any = false;
  for (let ordinal = 0; masks && ordinal < count; ordinal += 1) {
    if (masks[ordinal] === 0) continue;
    possible[ordinal] = 1;
    any = true;
  }
  return { possible, sure: leaf.kind === 'word' || !any ? possible : new Uint8Array(count) };
}

/** So many words of a phrase are read at once: few, as long as it may turn out that there is no such phrase here. */
const atOnce = { first: 4, most: 64 };

/** @param among elsewhere nobody asks for it */
export async function find(view: SegmentView, leaf: Leaf, among: Uint8Array): Promise<Found> {
  const nothing: Found = { leaf, masks: null, runs: [], verdicts: null };
  if (leaf.kind === 'filter') return nothing;
  const { count } = view.index.facts;
  const nowhere: Found = { ...nothing, masks: new Uint8Array(count) };
  if (!among.includes(1)) return nowhere;
  const runs: SpannedRun[][] = [];
  let held: Held | null = null;
  for (let many = atOnce.first; runs.length < leaf.slots.length; many = Math.min(4 * many, atOnce.most)) {
    const some = await Promise.all(
      leaf.slots
        .slice(runs.length, runs.length + many)
        .map(async ({ term, prefix }) =>
          spanned(await findRuns(view.source, view.index, term, prefix), count, prefix),
        ),
    );
    runs.push(...some);
    // The rarest word says where to look for the others.
    for (const { own } of some.map((own) => ({ own, docs: docsOf(own) })).sort((a, b) => a.docs - b.docs)) {
      held = held ? narrowed(held, own, leaf.fields, count) : heldBy(own, leaf.fields, among);
      // Where one of its words is missing there is no phrase: nothing else is read.
      if (held.ordinals.length === 0) return nowhere;
    }
  }
  return { ...nothing, masks: held?.masks ?? null, runs: leaf.kind === 'phrase' ? runs : [] };
}

/**
 * The same runs, each with an ordinal behind which none of its documents stands: the next run of the word begins there.
 * Runs of several words with one beginning follow each other, and each may reach to the end.
 */
function spanned(runs: readonly Run[], count: number, severalWords: boolean): SpannedRun[] {
  return runs.map((run, at) => {
    const next = severalWords ? undefined : runs[at + 1];
    return { ...run, lastDoc: next ? next.firstDoc - 1 : count - 1 };
  });
}

/** What stands in a segment: fields and rates by ordinal, and the ordinals that have any, ascending. */
interface Held {
  masks: Uint8Array;
  ordinals: readonly number[];
}

function heldBy(runs: readonly SpannedRun[], fields: number, among: Uint8Array): Held {
  const masks = new Uint8Array(among.length);
  for (const run of runs) addMasks(run, fields, masks);
  const ordinals: number[] = [];
  for (let ordinal = 0; ordinal < masks.length; ordinal += 1) {
    if (among[ordinal] !== 1) masks[ordinal] = 0;
    else if (masks[ordinal] !== 0) ordinals.push(ordinal);
  }
  return { masks, ordinals };
}

/** Where another word stands in one field with what is held. Runs that lie where nothing is held are passed over. */
function narrowed(held: Held, runs: readonly SpannedRun[], fields: number, count: number): Held {
  const own = new Uint8Array(count);
  for (const run of runs) if (meets(held.ordinals, run)) addMasks(run, fields, own);
  const masks = new Uint8Array(count);
  const ordinals: number[] = [];
  for (const ordinal of held.ordinals) {
    const [a, b] = [held.masks[ordinal] ?? 0, own[ordinal] ?? 0];
    const shared = a & b & 63;
    if (shared === 0) continue;
    masks[ordinal] = shared | Math.min(a & 0xc0, b & 0xc0);
    ordinals.push(ordinal);
  }
  return { masks, ordinals };
}

function addMasks(run: Run, fields: number, masks: Uint8Array): void {
  readPostings(run, (ordinal, mask) => {
    if ((mask & fields) === 0) return;
    // Of several words with one beginning, the fields of all and the highest rate.
    const before = masks[ordinal] ?? 0;
    masks[ordinal] = ((before | mask) & fields) | Math.max(before & 0xc0, mask & 0xc0);
  });
}
