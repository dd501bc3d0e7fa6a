import type { SearchSegmentRecord } from '@/lib/store/records/search';
import { type BlockWrite, readBlocks, writeBlocks } from '@/lib/store/searchIndex';
import { mergeSegments } from './merge';
import type { BlockSource, SegmentIndex } from './segmentReader';
import { SegmentWriter } from './segmentWriter';

/** Blocks of a merge are written in portions of so many octets. */
const portion = 2 * 1024 * 1024;

/** Each read in a transaction of its own: nobody but the index's writer changes it. */
export function sourceOf(segment: number): BlockSource {
  return { blocks: (kind, first, last) => readBlocks(segment, kind, first, last) };
}

/**
 * Writes what lives in some segments as another one. No search sees it before it is added with its last blocks, which come
 * back; whoever is killed in between leaves blocks that the next writer drops.
 *
 * @param id of the segment that comes of it
 * @param breathe lets others have their turn between two portions
 * @throws LeadershipLost, StorageFull
 */
export async function mergeInto(
  epoch: number,
  id: number,
  parts: readonly { segment: SearchSegmentRecord; index: SegmentIndex }[],
  breathe: () => Promise<void>,
): Promise<{ documents: number; octets: number; blocks: BlockWrite[] }> {
  let blocks: BlockWrite[] = [];
  let held = 0;
  const writer = new SegmentWriter((kind, number, bytes) => {
    blocks.push({ kind, number, bytes });
    held += bytes.byteLength;
  });
  const flush = async () => {
    const some = blocks;
    blocks = [];
    held = 0;
    await writeBlocks(epoch, id, some);
    await breathe();
  };
  const views = parts.map(({ segment, index }) => ({
    source: sourceOf(segment.id),
    index,
    dead: segment.dead,
  }));
  const facts = await mergeSegments(views, writer, () => (held >= portion ? flush() : null));
  return { documents: facts.length, octets: writer.octets, blocks };
}
