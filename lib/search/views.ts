import type { SearchSegmentRecord } from '@/lib/store/records/search';
import type { IndexReader } from '@/lib/store/searchIndex';
import { BlockCache } from './blockCache';
import { type BlockSource, openSegment, type SegmentIndex } from './segmentReader';
import type { SegmentView } from './segmentSearch';

/** A door to the index that one transaction after another stands behind. */
export interface ReaderDoor {
  /** Null between transactions: reading is a mistake then. */
  reader: IndexReader | null;
}

/** The blocks of a segment, through whichever transaction stands behind the door. */
export function sourceOf(segment: number, door: ReaderDoor): BlockSource {
  return {
    async blocks(kind, first, last) {
      if (!door.reader) throw new Error('the index was read outside of a transaction');
      return door.reader.blocks(segment, kind, first, last);
    },
  };
}

/** What is kept in memory of segments, by id: they never change, and their ids do not come back. */
export class OpenSegments {
  readonly #open = new Map<number, SegmentIndex>();
  readonly #blocks = new BlockCache();

  /** Views of these segments; whatever else was kept is let go. */
  async views(segments: readonly SearchSegmentRecord[], door: ReaderDoor): Promise<SegmentView[]> {
    const views = await Promise.all(
      segments.map(async ({ id, dead }) => {
        const source = sourceOf(id, door);
        const index = this.#open.get(id) ?? (await openSegment(source));
        this.#open.set(id, index);
        return { source: this.#blocks.through(id, source), index, dead };
      }),
    );
    const kept = new Set(segments.map(({ id }) => id));
    for (const id of this.#open.keys()) if (!kept.has(id)) this.#open.delete(id);
    this.#blocks.keepOnly(kept);
    return views;
  }
}
