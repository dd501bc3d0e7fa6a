/**
 * Counts of tokens in blocks: a block holds the tokens whose hash begins with its number, ascending, with how many
 * messages of each kind had them. A message of 300 tokens touches as many small blocks, and never the whole.
 *
 *   block  =  n × u32 hash, n × u16 junk, n × u16 good
 */

/** 2,048 blocks: 2 KB each where a quarter of a million tokens are known. */
const blockBits = 11;
/** So many tokens in a block at most: 16 MB an account in all. The rarest go first. */
const mostInBlock = 1_024;
const most = 0xffff;

export type Counts = ReadonlyMap<number, { junk: number; good: number }>;

/** FNV-1a over UTF-16 units, mixed at the end (MurmurHash3's finaliser), so that its first bits are as good as its last. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >> 8), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export const blockOf = (hash: number): number => hash >>> (32 - blockBits);

/** The blocks in which these tokens stand, ascending. */
export function blocksOf(hashes: Iterable<number>): number[] {
  return [...new Set([...hashes].map(blockOf))].sort((a, b) => a - b);
}

/** Reads all tokens of a block into a map. */
export function readBlock(bytes: ArrayBuffer, into: Map<number, { junk: number; good: number }>): void {
  const n = Math.floor(bytes.byteLength / 8);
  const hashes = new Uint32Array(bytes, 0, n);
  const counts = new Uint16Array(bytes, 4 * n, 2 * n);
  for (let at = 0; at < n; at += 1) {
    const [junk = 0, good = 0] = [counts[at], counts[n + at]];
    into.set(hashes[at] ?? 0, { junk, good });
  }
}

/** A block with its tokens' counts. Null: nothing is left in it. */
export function writeBlock(counts: Counts): ArrayBuffer | null {
  let kept = [...counts].filter(([, { junk, good }]) => junk > 0 || good > 0);
  if (kept.length > mostInBlock) {
    kept = kept.sort(([, a], [, b]) => b.junk + b.good - (a.junk + a.good)).slice(0, mostInBlock);
  }
  if (kept.length === 0) return null;
  kept.sort(([a], [b]) => a - b);
  const n = kept.length;
  const bytes = new ArrayBuffer(8 * n);
  const hashes = new Uint32Array(bytes, 0, n);
  const numbers = new Uint16Array(bytes, 4 * n, 2 * n);
  kept.forEach(([hash, { junk, good }], at) => {
    hashes[at] = hash;
    numbers[at] = Math.min(most, junk);
    numbers[n + at] = Math.min(most, good);
  });
  return bytes;
}
