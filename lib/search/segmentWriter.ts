import { ByteWriter } from './bytes';
import type { DocumentFacts } from './document';

/** What a segment's blocks hold: one place for each kind, so that a read takes only what it needs. */
export const blockKind = { facts: 0, directory: 1, postings: 2, positions: 3 } as const;
export type BlockKind = (typeof blockKind)[keyof typeof blockKind];

/** Takes a finished block. `number` counts from 0 within its kind. */
export type BlockSink = (kind: BlockKind, number: number, bytes: ArrayBuffer) => void;

/** Blocks are cut at about this many octets: one read brings a rare word, a few bring a common one. */
const blockOctets = 16 * 1024;
/** A run is what is decoded at once. */
export const maxRun = 512;

/**
 * Writes a segment: words in ascending order (of UTF-16 units), each with its documents in ascending order of their
 * ordinals. Ordinals go from the newest document to the oldest, so that the first hits are the newest.
 *
 *   postings   shared with the word before · rest of the word · documents · first ordinal · where its positions are ·
 *              octets · (distance to the document before, fields and how often)*
 *   positions  for each document, for each field of the mask: how many · distances
 *   directory  the first word of each block of postings
 *
 * A common word's runs go on over several blocks. All terms stand in blocks, nothing of them in keys: with the vault a
 * block is one thing to encrypt.
 */
export class SegmentWriter {
  readonly #sink: BlockSink;
  readonly #postings = new ByteWriter(2 * blockOctets);
  readonly #positions = new ByteWriter(2 * blockOctets);
  readonly #directory = new ByteWriter();
  readonly #run = new ByteWriter(4 * maxRun);
  #blocks = 0;
  #positionBlocks = 0;
  /** The word before in this block: what the next one shares with it is not written. */
  #before = '';
  #term = '';
  #docs = 0;
  #firstDoc = 0;
  #lastDoc = 0;
  #positionsAt = 0;
  #octets = 0;

  constructor(sink: BlockSink) {
    this.#sink = sink;
  }

  /** Octets of all blocks so far. */
  get octets(): number {
    return this.#octets;
  }

  /** Begins a word; greater than every word before. */
  term(term: string): void {
    this.#flushRun();
    this.#term = term;
  }

  /**
   * Adds a document to the word.
   *
   * @param mask the fields that it stands in, and above them how often (`rate`)
   * @returns takes, before the next document, for each field of the mask: how many, then the first position and distances
   *   from there
   */
  posting(ordinal: number, mask: number): ByteWriter {
    if (this.#docs === maxRun || (this.#docs > 0 && this.#positions.length >= blockOctets)) this.#flushRun();
    if (this.#docs === 0) {
      if (this.#positions.length >= blockOctets) this.#flushPositions();
      this.#firstDoc = ordinal;
      this.#positionsAt = this.#positions.length;
    } else {
      this.#run.number(ordinal - this.#lastDoc);
    }
    this.#run.byte(mask);
    this.#lastDoc = ordinal;
    this.#docs += 1;
    return this.#positions;
  }

  /** Ends the segment: what is left, the directory, and the facts of its documents, by ordinal. */
  end(facts: readonly DocumentFacts[]): void {
    this.#flushRun();
    this.#flushPostings();
    this.#flushPositions();
    const directory = new ByteWriter(this.#directory.length + 10);
    directory.number(this.#blocks);
    directory.append(this.#directory);
    this.#emit(blockKind.directory, 0, directory.take());
    this.#emit(blockKind.facts, 0, encodeFacts(facts));
  }

  #flushRun(): void {
    if (this.#docs === 0) return;
    if (this.#postings.length >= blockOctets) this.#flushPostings();
    if (this.#postings.length === 0) {
      this.#directory.units(this.#term);
      this.#before = '';
    }
    let shared = 0;
    const most = Math.min(this.#before.length, this.#term.length);
    while (shared < most && this.#before.charCodeAt(shared) === this.#term.charCodeAt(shared)) shared += 1;
    this.#postings.number(shared);
    this.#postings.units(this.#term, shared);
    this.#postings.number(this.#docs);
    this.#postings.number(this.#firstDoc);
    this.#postings.number(this.#positionBlocks);
    this.#postings.number(this.#positionsAt);
    this.#postings.number(this.#run.length);
    this.#postings.append(this.#run);
    this.#before = this.#term;
    this.#run.clear();
    this.#docs = 0;
  }

  #flushPostings(): void {
    if (this.#postings.length === 0) return;
    this.#emit(blockKind.postings, this.#blocks, this.#postings.take());
    this.#blocks += 1;
  }

  #flushPositions(): void {
    if (this.#positions.length === 0) return;
    this.#emit(blockKind.positions, this.#positionBlocks, this.#positions.take());
    this.#positionBlocks += 1;
  }

  #emit(kind: BlockKind, number: number, bytes: ArrayBuffer): void {
    this.#octets += bytes.byteLength;
    this.#sink(kind, number, bytes);
  }
}

/** How often a word stands in a document, in two bits above the six of the fields: 1, 2, 3 to 5, more. */
export const rate = (times: number): number => (times < 3 ? times - 1 : times < 6 ? 2 : 3) << 6;

function encodeFacts(facts: readonly DocumentFacts[]): ArrayBuffer {
  const accounts = [...new Set(facts.map(({ account }) => account))];
  const writer = new ByteWriter(32 * (facts.length + 1));
  writer.number(accounts.length);
  for (const account of accounts) writer.units(account);
  writer.number(facts.length);
  for (const { id, account, date, size, attachments } of facts) {
    writer.number(id);
    writer.number(Math.max(0, Math.trunc(date)));
    writer.number(size);
    writer.number(2 * accounts.indexOf(account) + (attachments ? 1 : 0));
  }
  return writer.take();
}
