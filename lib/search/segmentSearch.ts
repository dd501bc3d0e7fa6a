import type { Filter } from '@/lib/mail/query';
import { type Bounds, boundsOf, holds, isKnown } from './bounds';
import { isDead } from './dead';
import type { Leaf, Plan } from './plan';
import { docsOf, holdPhrase, meets, PositionBlocks, type SpannedRun } from './positions';
import {
  type BlockSource,
  type Facts,
  findRuns,
  type Run,
  readPostings,
  type SegmentIndex,
} from './segmentReader';

/** A segment as a search sees it. */
export interface SegmentView {
  source: BlockSource;
  index: SegmentIndex;
  /** One bit a document: those that are deleted, or stand in another segment by now. */
  dead: Uint8Array;
}

/**
 * What a filter lets through: these messages, all but these, or the messages of these accounts. Null: too many to load,
 * each has to be asked for.
 */
export type Members =
  | { ids: ReadonlySet<number>; inverted: boolean }
  | { accounts: ReadonlySet<string> }
  | null;

/** What is asked outside of the index: what changes while a message is here, and what accounts are called. */
export interface Outside {
  members(filter: Filter): Promise<Members>;
  /** Which of these the filter lets through. */
  matching(filter: Filter, ids: readonly number[]): Promise<ReadonlySet<number>>;
}

/** One leaf's findings in one segment. */
interface Found {
  leaf: Leaf;
  /** Fields and rates of a word, by ordinal; of a phrase, the fields in which all of its words stand. */
  masks: Uint8Array | null;
  runs: SpannedRun[][];
  /** What is found out about undecided documents: 1 no, 2 yes. */
  verdicts: Uint8Array | null;
}

/** A query in one segment: bounds for all documents, and the truth about those that are asked for. */
export class SegmentSearch {
  readonly facts: Facts;
  readonly bounds: Bounds;
  readonly #plan: Plan;
  readonly #found: readonly Found[];
  readonly #leafBounds: readonly Bounds[];
  readonly #outside: Outside;
  readonly #blocks: PositionBlocks;

  private constructor(
    view: SegmentView,
    plan: Plan,
    found: readonly Found[],
    leafBounds: readonly Bounds[],
    outside: Outside,
  ) {
    this.facts = view.index.facts;
    this.#plan = plan;
    this.#found = found;
    this.#leafBounds = leafBounds;
    this.#outside = outside;
    this.#blocks = new PositionBlocks(view.source);
    const { count } = this.facts;
    const bounds = boundsOf(plan, count, leafBounds);
    const sure = bounds.sure.slice();
    this.bounds = { sure, possible: isKnown(bounds) ? sure : bounds.possible.slice() };
    for (let ordinal = 0; ordinal < count; ordinal += 1) {
      // Eight documents share an octet, and most of them live.
      if (view.dead[ordinal >> 3] === 0) ordinal |= 7;
      else if (isDead(view.dead, ordinal)) {
        this.bounds.sure[ordinal] = 0;
        this.bounds.possible[ordinal] = 0;
      }
    }
  }

  /** Reads what the bounds need. @param members what `outside.members` said of each filter's leaf */
  static async open(
    view: SegmentView,
    plan: Plan,
    leaves: readonly Leaf[],
    outside: Outside,
    members: ReadonlyMap<number, Members>,
  ): Promise<SegmentSearch> {
    const { facts } = view.index;
    const found = await Promise.all(leaves.map((leaf) => find(view, leaf)));
    const bounds = found.map(({ leaf, masks }): Bounds => {
      if (leaf.kind === 'filter') return filterBounds(facts, leaf.filter, members.get(leaf.leaf) ?? null);
      const possible = new Uint8Array(facts.count);
      if (masks) for (let at = 0; at < facts.count; at += 1) if (masks[at] !== 0) possible[at] = 1;
      return { possible, sure: leaf.kind === 'word' ? possible : new Uint8Array(facts.count) };
    });
    return new SegmentSearch(view, plan, found, bounds, outside);
  }

  /** Which of these documents are hits. @param ordinals ascending, all of them possible */
  async decide(ordinals: readonly number[]): Promise<boolean[]> {
    const open = ordinals.filter((ordinal) => this.bounds.sure[ordinal] !== 1);
    if (open.length > 0) for (const found of this.#found) await this.#findOut(found, open);
    return ordinals.map((ordinal) => this.bounds.sure[ordinal] === 1 || this.#holds(ordinal));
  }

  /** The masks of each word and phrase that a document has: what relevance is made of. */
  masksOf(ordinal: number): number[] {
    return this.#found.flatMap(({ masks }) => (masks ? [masks[ordinal] ?? 0] : []));
  }

  /** In how many documents each word or phrase may stand. */
  get frequencies(): number[] {
    return this.#found.flatMap(({ masks }) => {
      if (!masks) return [];
      let count = 0;
      for (const mask of masks) if (mask !== 0) count += 1;
      return [count];
    });
  }

  #holds(ordinal: number): boolean {
    return holds(this.#plan, (number) => {
      const verdict = this.#found[number]?.verdicts?.[ordinal] ?? 0;
      return verdict === 0 ? this.#leafBounds[number]?.sure[ordinal] === 1 : verdict === 2;
    });
  }

  async #findOut(found: Found, ordinals: readonly number[]): Promise<void> {
    const { leaf } = found;
    const bounds = this.#leafBounds[leaf.leaf];
    const unknown = ordinals.filter(
      (ordinal) => bounds?.possible[ordinal] === 1 && bounds.sure[ordinal] !== 1,
    );
    if (unknown.length === 0 || leaf.kind === 'word') return;
    found.verdicts ??= new Uint8Array(this.facts.count);
    if (leaf.kind === 'phrase') {
      const hits = await holdPhrase(unknown, leaf.slots, found.runs, leaf.fields, this.#blocks);
      for (const ordinal of unknown) found.verdicts[ordinal] = hits.has(ordinal) ? 2 : 1;
      return;
    }
    const ids = unknown.map((ordinal) => this.facts.ids[ordinal] ?? 0);
    const passed = await this.#outside.matching(leaf.filter, ids);
    for (const [index, ordinal] of unknown.entries()) {
      found.verdicts[ordinal] = passed.has(ids[index] ?? 0) ? 2 : 1;
    }
  }
}

/** So many words of a phrase are read at once: few, as long as it may turn out that there is no such phrase here. */
const atOnce = { first: 4, most: 32 };

async function find(view: SegmentView, leaf: Leaf): Promise<Found> {
  const nothing: Found = { leaf, masks: null, runs: [], verdicts: null };
  if (leaf.kind === 'filter') return nothing;
  const { count } = view.index.facts;
  const nowhere: Found = { ...nothing, masks: new Uint8Array(count) };
  const runs: SpannedRun[][] = [];
  let held: Held | null = null;
  for (
    let wanted = atOnce.first;
    runs.length < leaf.slots.length;
    wanted = Math.min(2 * wanted, atOnce.most)
  ) {
    const some = await Promise.all(
      leaf.slots
        .slice(runs.length, runs.length + wanted)
        .map(async ({ term, prefix }) =>
          spanned(await findRuns(view.source, view.index, term, prefix), count, prefix),
        ),
    );
    runs.push(...some);
    // The rarest word says where to look for the others.
    for (const { own } of some.map((own) => ({ own, docs: docsOf(own) })).sort((a, b) => a.docs - b.docs)) {
      held = held ? narrowed(held, own, leaf.fields, count) : heldBy(own, leaf.fields, count);
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

function heldBy(runs: readonly SpannedRun[], fields: number, count: number): Held {
  const masks = new Uint8Array(count);
  for (const run of runs) addMasks(run, fields, masks);
  const ordinals: number[] = [];
  for (let ordinal = 0; ordinal < count; ordinal += 1) if (masks[ordinal] !== 0) ordinals.push(ordinal);
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

function filterBounds(facts: Facts, filter: Filter, members: Members): Bounds {
  const passes = factTest(facts, filter) ?? memberTest(facts, members);
  if (!passes) {
    return { sure: new Uint8Array(facts.count), possible: new Uint8Array(facts.count).fill(1) };
  }
  const bits = new Uint8Array(facts.count);
  if (members && 'ids' in members && members.ids.size === 0) {
    bits.fill(members.inverted ? 1 : 0);
    return { sure: bits, possible: bits };
  }
  for (let ordinal = 0; ordinal < facts.count; ordinal += 1) bits[ordinal] = passes(ordinal) ? 1 : 0;
  return { sure: bits, possible: bits };
}

function memberTest(facts: Facts, members: Members): ((ordinal: number) => boolean) | null {
  if (members === null) return null;
  if ('accounts' in members) {
    return (ordinal) => members.accounts.has(facts.accounts[facts.account[ordinal] ?? 0] ?? '');
  }
  return (ordinal) => members.ids.has(facts.ids[ordinal] ?? 0) !== members.inverted;
}

/** A filter that the segment's own facts decide; null for one on what may change. */
export function factTest(facts: Facts, filter: Filter): ((ordinal: number) => boolean) | null {
  switch (filter.kind) {
    case 'attachment':
      return (ordinal) => facts.attachments[ordinal] === 1;
    case 'date':
      return (ordinal) => {
        const date = facts.dates[ordinal] ?? 0;
        return (filter.from === null || date >= filter.from) && (filter.to === null || date < filter.to);
      };
    case 'size':
      return (ordinal) => {
        const size = facts.sizes[ordinal] ?? 0;
        return (
          (filter.above === null || size > filter.above) && (filter.below === null || size < filter.below)
        );
      };
    default:
      return null;
  }
}

/** Whether `factTest` decides it, in any segment. */
export const isFact = ({ kind }: Filter): boolean =>
  kind === 'attachment' || kind === 'date' || kind === 'size';
