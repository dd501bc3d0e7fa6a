import type { SearchSegmentRecord } from '@/lib/store/records/search';

/** One bit a document: those of a segment that are found no longer. */
export const noneDead = (documents: number): Uint8Array<ArrayBuffer> => new Uint8Array((documents + 7) >> 3);

export const isDead = (dead: Uint8Array, ordinal: number): boolean =>
  (((dead[ordinal >> 3] ?? 0) >> (ordinal & 7)) & 1) === 1;

/** The segment with these documents dead as well; the same object where all of them were. */
export function withDead(
  segment: SearchSegmentRecord,
  ordinals: Iterable<number>,
  now: number,
): SearchSegmentRecord {
  const dead = segment.dead.slice();
  let { deadCount } = segment;
  for (const ordinal of ordinals) {
    if (isDead(dead, ordinal)) continue;
    dead[ordinal >> 3] = (dead[ordinal >> 3] ?? 0) | (1 << (ordinal & 7));
    deadCount += 1;
  }
  if (deadCount === segment.deadCount) return segment;
  return { ...segment, dead, deadCount, deadSince: segment.deadSince ?? now };
}
