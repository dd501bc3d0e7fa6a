import { ByteReader } from './bytes';
import { isDead } from './dead';
import type { DocumentFacts } from './document';
import { newestFirst } from './order';
import { PositionBlocks } from './positions';
import { type Facts, fieldCount, type Run, readPostings, readRuns } from './segmentReader';
import type { SegmentView } from './segmentSearch';
import { blockKind, type SegmentWriter } from './segmentWriter';

/** Reads so many blocks at once while merging: what is held in memory does not grow with the segments. */
const readAhead = 8;

/**
 * Writes the living documents of several segments as one segment. Only a few blocks of each are in memory at a time.
 *
 * @param breathe awaited between words: writes what the sink has taken, lets others have their turn
 */
export async function mergeSegments(
  views: readonly SegmentView[],
  writer: SegmentWriter,
  breathe: () => Promise<void> | null,
): Promise<DocumentFacts[]> {
  const { facts, ordinals } = arrange(views);
  const cursors = views.map((view, index) => new TermCursor(view, ordinals[index] ?? new Int32Array()));
  for (;;) {
    let term: string | null = null;
    for (const cursor of cursors) {
      if (cursor.hungry) await cursor.feed();
      const own = cursor.term;
      if (own !== null && (term === null || own < term)) term = own;
    }
    if (term === null) break;
    const lists: Posting[][] = [];
    for (const cursor of cursors) {
      if (cursor.term !== term) continue;
      const list = await cursor.take(term);
      if (list.length > 0) lists.push(list);
    }
    // Words of deleted mail alone are gone with it.
    if (lists.length > 0) writer.term(term);
    for (const { ordinal, mask, block, from, to } of interleave(lists)) {
      writer.posting(ordinal, mask).bytes(block, from, to);
    }
    const pause = breathe();
    if (pause) await pause;
  }
  writer.end(facts);
  return facts;
}

interface Posting {
  ordinal: number;
  mask: number;
  /** Where its positions stand. */
  block: Uint8Array;
  from: number;
  to: number;
}

/** The living documents in their new order, and for each segment its ordinals' new ones (-1: dead). */
function arrange(views: readonly SegmentView[]): { facts: DocumentFacts[]; ordinals: Int32Array[] } {
  const living: { view: number; ordinal: number; facts: DocumentFacts }[] = [];
  const ordinals = views.map(({ index, dead }, view) => {
    const own = new Int32Array(index.facts.count).fill(-1);
    for (let ordinal = 0; ordinal < own.length; ordinal += 1) {
      if (isDead(dead, ordinal)) continue;
      living.push({ view, ordinal, facts: factsOf(index.facts, ordinal) });
    }
    return own;
  });
  living.sort((a, b) => newestFirst(a.facts, b.facts));
  living.forEach(({ view, ordinal }, place) => {
    const own = ordinals[view];
    if (own) own[ordinal] = place;
  });
  return { facts: living.map(({ facts }) => facts), ordinals };
}

function factsOf(facts: Facts, ordinal: number): DocumentFacts {
  return {
    id: facts.ids[ordinal] ?? 0,
    account: facts.accounts[facts.account[ordinal] ?? 0] ?? '',
    date: facts.dates[ordinal] ?? 0,
    size: facts.sizes[ordinal] ?? 0,
    attachments: facts.attachments[ordinal] === 1,
  };
}

/** All lists as one, ascending; each of them is ascending already, and mostly of a time of its own. */
function interleave(lists: readonly Posting[][]): readonly Posting[] {
  const [only] = lists;
  if (!only || lists.length === 1) return only ?? [];
  const all = lists.toSorted((a, b) => (a[0]?.ordinal ?? 0) - (b[0]?.ordinal ?? 0)).flat();
  const ascends = all.every(({ ordinal }, at) => at === 0 || ordinal > (all[at - 1]?.ordinal ?? 0));
  return ascends ? all : all.sort((a, b) => a.ordinal - b.ordinal);
}

/** A segment's words, one after the other. */
class TermCursor {
  readonly #view: SegmentView;
  readonly #ordinals: Int32Array;
  readonly #positions: PositionBlocks;
  #runs: Run[] = [];
  #at = 0;
  #block = 0;

  constructor(view: SegmentView, ordinals: Int32Array) {
    this.#view = view;
    this.#ordinals = ordinals;
    this.#positions = new PositionBlocks(view.source, readAhead);
  }

  /** The word it stands at; null at the end. */
  get term(): string | null {
    return this.#runs[this.#at]?.term ?? null;
  }

  /** More runs have to be read before it can be told where it stands. */
  get hungry(): boolean {
    return this.#at >= this.#runs.length && this.#block < this.#view.index.firstTerms.length;
  }

  async feed(): Promise<void> {
    const last = Math.min(this.#block + readAhead, this.#view.index.firstTerms.length) - 1;
    const blocks = await this.#view.source.blocks(blockKind.postings, this.#block, last);
    this.#block = last + 1;
    this.#runs = [];
    this.#at = 0;
    for (const block of blocks) readRuns(block, this.#runs);
  }

  /** The word's living documents, and on to the next word. */
  async take(term: string): Promise<Posting[]> {
    const postings: Posting[] = [];
    while (this.term === term) {
      const run = this.#runs[this.#at];
      if (!run) break;
      this.#read(run, await this.#positions.get(run.positionBlock), postings);
      this.#at += 1;
      if (this.hungry) await this.feed();
    }
    return postings;
  }

  #read(run: Run, block: Uint8Array, into: Posting[]): void {
    const reader = new ByteReader(block, run.positionOffset);
    readPostings(run, (before, mask) => {
      const from = reader.at;
      for (let field = fieldCount(mask); field > 0; field -= 1) {
        for (let count = reader.number(); count > 0; count -= 1) reader.number();
      }
      const ordinal = this.#ordinals[before] ?? -1;
      if (ordinal >= 0) into.push({ ordinal, mask, block, from, to: reader.at });
    });
  }
}
