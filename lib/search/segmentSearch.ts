import type { Filter } from '@/lib/mail/query';
import { type Bounds, boundsOf, holds, isKnown } from './bounds';
import { isDead } from './dead';
import { type Found, find, wordBounds } from './found';
import type { Leaf, Plan } from './plan';
import { holdPhrase, PositionBlocks } from './positions';
import type { BlockSource, Facts, SegmentIndex } from './segmentReader';

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
    const nothing = new Uint8Array(facts.count);
    const everything = new Uint8Array(facts.count).fill(1);
    const bounds: Bounds[] = leaves.map(() => ({ sure: nothing, possible: everything }));
    const found: Found[] = [];
    const take = (one: Found) => {
      const { leaf } = one;
      found[leaf.leaf] = one;
      bounds[leaf.leaf] =
        leaf.kind === 'filter'
          ? filterBounds(facts, leaf.filter, members.get(leaf.leaf) ?? null)
          : wordBounds(one, facts.count);
    };
    const [phrases, others] = [true, false].map((is) =>
      leaves.filter(({ kind }) => (kind === 'phrase') === is),
    );
    for (const one of await Promise.all((others ?? []).map((leaf) => find(view, leaf, everything))))
      take(one);
    // A phrase is many words: it is looked for where all else leaves it something to decide, one phrase after the other.
    for (const leaf of phrases ?? [])
      take(await find(view, leaf, boundsOf(plan, facts.count, bounds).possible));
    return new SegmentSearch(view, plan, found, bounds, outside);
  }

  /** Which of these documents are hits. @param ordinals ascending, all of them possible */
  async decide(ordinals: readonly number[]): Promise<boolean[]> {
    const open = ordinals.filter((ordinal) => this.bounds.sure[ordinal] !== 1);
    if (open.length > 0) await Promise.all(this.#found.map((found) => this.#findOut(found, open)));
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
