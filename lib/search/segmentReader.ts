import { ByteReader } from './bytes';
import { blockKind } from './segmentWriter';

/** Where the blocks of a segment come from. A block that is missing rejects: the index is damaged. */
export interface BlockSource {
  /** Blocks `first` to `last`, both included. */
  blocks(kind: number, first: number, last: number): Promise<Uint8Array[]>;
}

/** What a segment knows of its documents, by ordinal: 0 is the newest. */
export interface Facts {
  count: number;
  ids: Float64Array;
  dates: Float64Array;
  sizes: Float64Array;
  attachments: Uint8Array;
  /** Index into `accounts`. */
  account: Uint16Array;
  accounts: readonly string[];
}

/** The part of a segment that is kept in memory: some 40 octets a document, and the first word of each block. */
export interface SegmentIndex {
  facts: Facts;
  /** The first word of each block of postings. */
  firstTerms: readonly string[];
}

/** A word's documents, a run of at most `maxRun` of them. */
export interface Run {
  /** The word; of runs that were sought by their beginning, that. */
  term: string;
  docs: number;
  firstDoc: number;
  positionBlock: number;
  positionOffset: number;
  /** The octets of its documents. */
  bytes: Uint8Array;
}

/** Reads what is kept in memory of a segment. */
export async function openSegment(source: BlockSource): Promise<SegmentIndex> {
  const [facts, directory] = await Promise.all([
    oneBlock(source, blockKind.facts, 0),
    oneBlock(source, blockKind.directory, 0),
  ]);
  const reader = new ByteReader(directory);
  const count = reader.number();
  const firstTerms: string[] = [];
  for (let at = 0; at < count; at += 1) firstTerms.push(reader.units());
  return { facts: decodeFacts(facts), firstTerms };
}

export async function oneBlock(source: BlockSource, kind: number, number: number): Promise<Uint8Array> {
  const [block] = await source.blocks(kind, number, number);
  if (!block) throw new RangeError('an index block is missing');
  return block;
}

function decodeFacts(bytes: Uint8Array): Facts {
  const reader = new ByteReader(bytes);
  const accounts = Array.from({ length: reader.number() }, () => reader.units());
  const count = reader.number();
  const facts: Facts = {
    count,
    ids: new Float64Array(count),
    dates: new Float64Array(count),
    sizes: new Float64Array(count),
    attachments: new Uint8Array(count),
    account: new Uint16Array(count),
    accounts,
  };
  for (let at = 0; at < count; at += 1) {
    facts.ids[at] = reader.number();
    facts.dates[at] = reader.number();
    facts.sizes[at] = reader.number();
    const packed = reader.number();
    facts.attachments[at] = packed % 2;
    facts.account[at] = packed >> 1;
  }
  return facts;
}

/** The runs of a word, or of all words that begin so, in ascending order of words and ordinals. */
export async function findRuns(
  source: BlockSource,
  { firstTerms }: SegmentIndex,
  term: string,
  prefix: boolean,
): Promise<Run[]> {
  // A word may begin in the block before the first one that begins with it.
  const from = Math.max(0, lowerBound(firstTerms, term) - 1);
  let to = from;
  while (to + 1 < firstTerms.length && reaches(firstTerms[to + 1] ?? '', term, prefix)) to += 1;
  if (firstTerms.length === 0) return [];
  const runs: Run[] = [];
  for (const block of await source.blocks(blockKind.postings, from, to)) {
    if (!seekRuns(block, term, prefix, runs)) break;
  }
  return runs;
}

/** Whether a block that begins with `first` can hold the word, coming behind one that could. */
const reaches = (first: string, term: string, prefix: boolean): boolean =>
  first <= term || (prefix && first.startsWith(term));

/** The first place in ascending `terms` that is not less than `term`. */
function lowerBound(terms: readonly string[], term: string): number {
  let [low, high] = [0, terms.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((terms[middle] ?? '') < term) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Reads all runs of a block. */
export function readRuns(block: Uint8Array, into: Run[]): void {
  const reader = new ByteReader(block);
  let term = '';
  while (reader.at < reader.end) {
    term = term.slice(0, reader.number()) + reader.units();
    into.push(readRun(reader, block, term));
  }
}

/**
 * Reads the runs of one word, or of all words that begin so. Words are compared as they are written, each against what
 * it shares with the one before: none but those that are taken is put together.
 *
 * @returns whether the next block may hold more of them
 */
function seekRuns(block: Uint8Array, term: string, prefix: boolean, into: Run[]): boolean {
  const reader = new ByteReader(block);
  /** So many units has the word before in common with the one that is looked for. */
  let common = 0;
  while (reader.at < reader.end) {
    const shared = reader.number();
    const rest = reader.number();
    // Words ascend: what parts from the one before where that was still equal is greater.
    if (shared < common) return false;
    let at = shared;
    const end = shared + rest;
    if (shared === common) {
      for (; at < end; at += 1) {
        const unit = reader.number();
        const wanted = at < term.length ? term.charCodeAt(at) : -1;
        if (unit === wanted) common = at + 1;
        else {
          if (wanted >= 0 && unit > wanted) return false;
          at += 1;
          break;
        }
      }
    }
    for (; at < end; at += 1) reader.number();
    const found = common === term.length && (prefix || end === term.length);
    if (common === term.length && !found) return false;
    const run = readRun(reader, block, term);
    if (found) into.push(run);
  }
  return true;
}

function readRun(reader: ByteReader, block: Uint8Array, term: string): Run {
  const docs = reader.number();
  const firstDoc = reader.number();
  const positionBlock = reader.number();
  const positionOffset = reader.number();
  const octets = reader.number();
  if (reader.at + octets > reader.end) throw new RangeError('the index block is cut short');
  const bytes = block.subarray(reader.at, reader.at + octets);
  reader.skip(octets);
  return { term, docs, firstDoc, positionBlock, positionOffset, bytes };
}

/** Calls `visit` with each document of a run: ordinal, fields and how often. What returns true has seen enough. */
export function readPostings(run: Run, visit: (ordinal: number, mask: number) => boolean | undefined): void {
  const { bytes, docs } = run;
  let at = 0;
  let ordinal = run.firstDoc;
  for (let doc = 0; doc < docs; doc += 1) {
    if (doc > 0) {
      let byte = bytes[at++] ?? 0;
      let gap = byte & 0x7f;
      let factor = 128;
      while (byte >= 0x80) {
        byte = bytes[at++] ?? 0;
        gap += (byte & 0x7f) * factor;
        factor *= 128;
      }
      ordinal += gap;
    }
    if (visit(ordinal, bytes[at++] ?? 0)) return;
  }
}

/** Six bits of a mask are fields. */
export const fieldsOf = (mask: number): number => mask & 63;

/** How many bits of the mask's six are set. */
export function fieldCount(mask: number): number {
  let count = 0;
  for (let rest = mask & 63; rest > 0; rest &= rest - 1) count += 1;
  return count;
}
