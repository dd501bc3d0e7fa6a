import type { SearchSegmentRecord } from '@/lib/store/records/search';

/** So many segments of one size become one: each document is rewritten about once for each step in size. */
const fan = 8;
/** Segments up to this are of the smallest size, documents. */
const smallest = 512;
/** A segment is rewritten when this part of it is dead, or when a deleted message's words have waited for so long, ms. */
const deadPart = 0.1;
const deadLongest = 24 * 3_600_000;

const living = ({ documents, deadCount }: SearchSegmentRecord): number => documents - deadCount;

/**
 * Which segments become one now; null: none has to. A single one is rewritten for the sake of what is dead in it.
 * Segments of heads empty themselves as their documents' bodies come: they are rewritten by the clock alone, so that the
 * words of what was deleted go within a day there too.
 */
export function nextMerge(
  segments: readonly SearchSegmentRecord[],
  now: number,
): SearchSegmentRecord[] | null {
  const groups = new Map<string, SearchSegmentRecord[]>();
  for (const segment of segments) {
    const key = `${segment.whole} ${sizeClass(living(segment))}`;
    groups.set(key, [...(groups.get(key) ?? []), segment]);
  }
  for (const group of groups.values()) {
    if (group.length >= fan) return group.sort((a, b) => living(a) - living(b)).slice(0, fan);
  }
  const stale = segments.find(
    ({ whole, documents, deadCount, deadSince }) =>
      deadCount > 0 &&
      ((whole && deadCount >= deadPart * documents) || now - (deadSince ?? now) >= deadLongest),
  );
  return stale ? [stale] : null;
}

function sizeClass(documents: number): number {
  let size = 0;
  for (let most = smallest; documents > most; most *= fan) size += 1;
  return size;
}
