import type { Query } from '@/lib/mail/query';
import { newestFirst } from './order';
import { type Leaf, type Plan, planQuery } from './plan';
import { relevance } from './relevance';
import { isFact, type Members, type Outside, SegmentSearch, type SegmentView } from './segmentSearch';

export interface Hit {
  /** The message's id. */
  id: number;
  date: number;
}

/** How many undecided candidates are looked into at once: few for the first page, many for all that comes behind. */
const batches = { first: 64, most: 1024 };

/**
 * A search over all segments, from the newest hit to the oldest. What words alone decide is known at once, with its exact
 * number; phrases and marks are looked into as far as somebody wants to see.
 */
export class Search {
  readonly #segments: readonly SegmentSearch[];
  /** The next ordinal to look at, for each segment. */
  readonly #next: number[];
  #batch = batches.first;

  private constructor(segments: readonly SegmentSearch[]) {
    this.#segments = segments;
    this.#next = segments.map(() => 0);
  }

  static async open(query: Query, views: readonly SegmentView[], outside: Outside): Promise<Search> {
    const { plan, leaves } = planQuery(query);
    const members = await askMembers(leaves, outside);
    return new Search(await openAll(views, plan, leaves, outside, members));
  }

  /** How many hits there are; null as long as that is not known without looking at each. */
  get total(): number | null {
    let count = 0;
    for (const { bounds } of this.#segments) {
      for (let at = 0; at < bounds.possible.length; at += 1) {
        if (bounds.possible[at] !== bounds.sure[at]) return null;
        count += bounds.sure[at] ?? 0;
      }
    }
    return count;
  }

  /** At least `count` more hits, fewer only at the end; newest first. Empty: there are no more. */
  async next(count: number): Promise<Hit[]> {
    const hits: Hit[] = [];
    while (hits.length < count) {
      const candidates = this.#candidates(Math.max(this.#batch, Math.min(count, batches.most)));
      if (candidates.length === 0) break;
      this.#batch = Math.min(batches.most, 2 * this.#batch);
      for (const { hit, is } of await this.#decide(candidates)) if (is) hits.push(hit);
    }
    return hits;
  }

  /** All hits, by relevance: how rare the words are, where they stand and how often, and a little how new they are. */
  async byRelevance(now: number): Promise<Hit[]> {
    const documents = this.#segments.reduce((sum, { facts }) => sum + facts.count, 0);
    const frequencies = this.#segments.map((segment) => segment.frequencies);
    const weigh = relevance(frequencies, documents, now);
    const hits: { hit: Hit; score: number }[] = [];
    for (let some = this.#candidates(batches.most); some.length > 0; some = this.#candidates(batches.most)) {
      for (const { hit, is, segment, ordinal } of await this.#decide(some)) {
        if (is) hits.push({ hit, score: weigh(segment.masksOf(ordinal), hit.date) });
      }
    }
    return hits.sort((a, b) => b.score - a.score || newestFirst(a.hit, b.hit)).map(({ hit }) => hit);
  }

  /** The next possible hits of all segments, newest first. */
  #candidates(count: number): Candidate[] {
    const found: Candidate[] = [];
    while (found.length < count) {
      let best = -1;
      let bestHit: Hit | null = null;
      for (const [index, segment] of this.#segments.entries()) {
        const ordinal = this.#skip(index, segment);
        if (ordinal >= segment.facts.count) continue;
        const hit = { id: segment.facts.ids[ordinal] ?? 0, date: segment.facts.dates[ordinal] ?? 0 };
        if (bestHit && newestFirst(bestHit, hit) <= 0) continue;
        best = index;
        bestHit = hit;
      }
      const segment = this.#segments[best];
      if (!segment || !bestHit) break;
      const ordinal = this.#next[best] ?? 0;
      this.#next[best] = ordinal + 1;
      found.push({ segment, ordinal, hit: bestHit });
    }
    return found;
  }

  #skip(index: number, { bounds, facts }: SegmentSearch): number {
    let ordinal = this.#next[index] ?? 0;
    while (ordinal < facts.count && bounds.possible[ordinal] !== 1) ordinal += 1;
    this.#next[index] = ordinal;
    return ordinal;
  }

  async #decide(candidates: readonly Candidate[]): Promise<(Candidate & { is: boolean })[]> {
    const bySegment = new Map<SegmentSearch, number[]>();
    for (const { segment, ordinal } of candidates) {
      const own = bySegment.get(segment);
      if (own) own.push(ordinal);
      else bySegment.set(segment, [ordinal]);
    }
    const verdicts = new Map<SegmentSearch, Map<number, boolean>>();
    await Promise.all(
      [...bySegment].map(async ([segment, ordinals]) => {
        const decided = await segment.decide(ordinals);
        verdicts.set(segment, new Map(ordinals.map((ordinal, index) => [ordinal, decided[index] ?? false])));
      }),
    );
    return candidates.map((candidate) => ({
      ...candidate,
      is: verdicts.get(candidate.segment)?.get(candidate.ordinal) ?? false,
    }));
  }
}

interface Candidate {
  segment: SegmentSearch;
  ordinal: number;
  hit: Hit;
}

async function askMembers(leaves: readonly Leaf[], outside: Outside): Promise<ReadonlyMap<number, Members>> {
  const members = new Map<number, Members>();
  await Promise.all(
    leaves.map(async (leaf) => {
      if (leaf.kind === 'filter' && !isFact(leaf.filter)) {
        members.set(leaf.leaf, await outside.members(leaf.filter));
      }
    }),
  );
  return members;
}

function openAll(
  views: readonly SegmentView[],
  plan: Plan,
  leaves: readonly Leaf[],
  outside: Outside,
  members: ReadonlyMap<number, Members>,
): Promise<SegmentSearch[]> {
  return Promise.all(views.map((view) => SegmentSearch.open(view, plan, leaves, outside, members)));
}
