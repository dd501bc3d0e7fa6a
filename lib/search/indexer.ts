import type { OpenedMessage } from '@/lib/mail/types';
import { announce } from '@/lib/store/changes';
import type { SearchSegmentRecord } from '@/lib/store/records/search';
import type { MessageRecord } from '@/lib/store/schema';
import {
  allMessageIds,
  type BlockWrite,
  changeIndex,
  claimIndex,
  emptyIndex,
  type IndexChange,
  messagesWithPacks,
  recordsAfter,
} from '@/lib/store/searchIndex';
import { isDead, noneDead, withDead } from './dead';
import { documentOf } from './extract';
import { mergeInto, sourceOf } from './mergeInto';
import { nextMerge } from './mergePolicy';
import { newestFirst } from './order';
import { SegmentBuilder } from './segmentBuilder';
import { openSegment, type SegmentIndex } from './segmentReader';
import { Vocabulary } from './vocabulary';

/** Of blocks and tokens: whoever changes folding, cutting or blocks counts this up, and every index is built anew. */
export const indexFormat = 1;

/** Records are read for so many heads at a time; heads of so many make a segment at most, and take no longer than this, ms. */
const headBatch = 2_000;
const mostHeads = 16_000;
const headAge = 2_000;
/** Records are read for so many bodies at a time; packs hold about as many messages. */
const bodyBatch = 64;
/** A segment is written when it holds so many tokens (some 50 MB while it is made), or has been worked at for so long, ms. */
const maxTokens = 4_000_000;
const maxAge = 15_000;
/** Of larger messages the record alone is searched: parsing takes several times their size in memory. */
const maxParsed = 48 * 1024 * 1024;

export interface IndexerDelegate {
  /** Parses a message. Rejects when it cannot be parsed. */
  open(raw: Uint8Array<ArrayBuffer>): Promise<OpenedMessage>;
  /** Told before each message that is parsed: what hangs is to blame. */
  at(message: number | null): void;
  /** True: mail arrives, and heads alone are taken in. */
  busy(): boolean;
  /** Lets others have their turn; while it is busy, or people do something, waits. */
  breathe(): Promise<void>;
  now(): number;
}

/**
 * Writes the index, one piece of work after another. Each piece ends in one transaction, so that a message is in the index
 * or not, whenever the worker is killed; the next one goes on from what is there:
 *
 *   heads    messages behind `through` ──► a segment of their records ──► found at once by sender and subject
 *   bodies   what lives in segments of heads, newest first ──► a whole segment, and dead in that of heads
 *   forget   what lives in segments and is no message any more ──► dead
 *   merge    segments of one size ──► one; the dead are left out
 */
export class Indexer {
  readonly #epoch: number;
  readonly #delegate: IndexerDelegate;
  readonly #skip: ReadonlySet<number>;
  readonly #indexes = new Map<number, SegmentIndex>();
  readonly #vocabulary = new Vocabulary();
  readonly #builder = new SegmentBuilder(this.#vocabulary);
  #segments: SearchSegmentRecord[];
  #through: number;
  #nextSegment: number;
  /** Ids whose bodies are to come, newest last. */
  #queue: number[] = [];
  /** Met in the queue, and no message any more. */
  #gone: number[] = [];
  /** Only the header of these is here: their bodies come when somebody asks for the whole message. */
  readonly #headersOnly = new Set<number>();
  #builderSince = 0;
  #deletions = true;
  #rebuild = false;

  private constructor(
    epoch: number,
    claimed: Awaited<ReturnType<typeof claimIndex>>,
    delegate: IndexerDelegate,
    skip: ReadonlySet<number>,
  ) {
    this.#epoch = epoch;
    this.#delegate = delegate;
    this.#skip = skip;
    this.#segments = claimed.segments;
    this.#through = claimed.state.through;
    this.#nextSegment = claimed.state.nextSegment;
  }

  /**
   * Takes the index over.
   *
   * @param skip messages that an earlier worker hung on: their bodies are not parsed
   * @throws LeadershipLost
   */
  static async claim(
    epoch: number,
    delegate: IndexerDelegate,
    skip: ReadonlySet<number> = new Set(),
  ): Promise<Indexer> {
    const indexer = new Indexer(epoch, await claimIndex(epoch, indexFormat), delegate, skip);
    for (const { id } of indexer.#segments) await indexer.#index(id);
    return indexer;
  }

  /** Messages may have been deleted: the next step looks. */
  messagesChanged(): void {
    this.#deletions = true;
  }

  /** Of a message more may be here than before: the next step looks. */
  messageChanged(): void {
    this.#headersOnly.clear();
  }

  /** The next step begins anew. */
  rebuild(): void {
    this.#rebuild = true;
  }

  /**
   * The next piece of work. Resolves with false when there is nothing to do for now.
   *
   * @throws LeadershipLost, StorageFull
   */
  async step(): Promise<boolean> {
    const worked = await this.#work();
    // Of what is read now and then no words are kept, and of a large mailbox not all.
    if ((!worked || this.#vocabulary.full) && this.#builder.documents === 0) this.#vocabulary.clear();
    return worked;
  }

  async #work(): Promise<boolean> {
    if (this.#rebuild) return this.#beginAnew();
    if (await this.#heads()) return true;
    if (this.#delegate.busy()) return false;
    if (this.#deletions) return this.#forget();
    return (await this.#merge()) || (await this.#bodies());
  }

  async #beginAnew(): Promise<true> {
    this.#rebuild = false;
    await emptyIndex(this.#epoch, indexFormat);
    this.#segments = [];
    this.#indexes.clear();
    this.#through = 0;
    this.#drop();
    announce({ kind: 'index' });
    return true;
  }

  #drop(): void {
    this.#builder.clear();
    this.#queue = [];
    this.#gone = [];
  }

  async #heads(): Promise<boolean> {
    const { now } = this.#delegate;
    const [began, builder] = [now(), new SegmentBuilder(this.#vocabulary)];
    let through = this.#through;
    let all = false;
    while (!all && builder.documents < mostHeads && now() - began < headAge) {
      const records = await recordsAfter(through, headBatch);
      for (const record of records) builder.add(documentOf(record, null));
      through = records.at(-1)?.id ?? through;
      all = records.length < headBatch;
    }
    if (builder.documents === 0) return false;
    await this.#change({ add: [this.#write(builder, false)], through });
    return true;
  }

  /** One portion of bodies; when a segment is full, or no body is left, the segment is written. */
  async #bodies(): Promise<boolean> {
    if (this.#queue.length === 0) {
      if (this.#builder.documents > 0 || this.#gone.length > 0) return this.#flush();
      this.#queue = this.#waiting();
      if (this.#queue.length === 0) return false;
    }
    if (this.#builder.documents === 0) this.#builderSince = this.#delegate.now();
    const ids = this.#queue.splice(-bodyBatch).reverse();
    // What has just come can be found at once; a mailbox full of mail waits for those who read.
    const many = this.#queue.length > 0;
    const found = await messagesWithPacks(ids);
    const here = new Set(found.map(({ record }) => record.id));
    this.#gone.push(...ids.filter((id) => !here.has(id)));
    for (const { record, pack } of found) {
      if (record.headerOf !== undefined) this.#headersOnly.add(record.id);
      else {
        if (many) await this.#breathe();
        this.#builder.add(documentOf(record, await this.#open(record, pack)));
      }
    }
    const full = this.#builder.tokens >= maxTokens;
    if (full || this.#delegate.now() - this.#builderSince >= maxAge) await this.#flush();
    return true;
  }

  /** No message is to blame for how long this takes. */
  #breathe(): Promise<void> {
    this.#delegate.at(null);
    return this.#delegate.breathe();
  }

  async #open(record: MessageRecord, pack: ArrayBuffer | null): Promise<OpenedMessage | null> {
    const { id, offset, size, parsed } = record;
    if (!parsed || !pack || pack.byteLength < offset + size) return null;
    if (size > maxParsed || this.#skip.has(id)) return null;
    this.#delegate.at(id);
    return this.#delegate.open(new Uint8Array(pack.slice(offset, offset + size))).catch(() => null);
  }

  /** What lives in segments of heads: oldest first, so that the newest is taken from the end. */
  #waiting(): number[] {
    const found: { id: number; date: number }[] = [];
    for (const { id: segment, whole, dead } of this.#segments) {
      const facts = whole ? null : this.#indexes.get(segment)?.facts;
      if (!facts) continue;
      facts.ids.forEach((id, ordinal) => {
        if (!isDead(dead, ordinal) && !this.#headersOnly.has(id))
          found.push({ id, date: facts.dates[ordinal] ?? 0 });
      });
    }
    return found.sort((a, b) => newestFirst(b, a)).map(({ id }) => id);
  }

  async #flush(): Promise<true> {
    const superseded = new Set([...this.#builder.ids, ...this.#gone]);
    this.#gone = [];
    const add = this.#builder.documents > 0 ? [this.#write(this.#builder, true)] : [];
    const { update, drop } = this.#kill((id, whole) => !whole && superseded.has(id));
    await this.#change({ add, update, drop });
    return true;
  }

  /** Documents whose messages are gone die. */
  async #forget(): Promise<true> {
    this.#deletions = false;
    const here = new Set(await allMessageIds());
    const { update, drop } = this.#kill((id) => !here.has(id));
    if (update.length + drop.length > 0) {
      this.#drop();
      await this.#change({ update, drop });
    }
    return true;
  }

  #kill(dies: (id: number, whole: boolean) => boolean): { update: SearchSegmentRecord[]; drop: number[] } {
    const update: SearchSegmentRecord[] = [];
    const drop: number[] = [];
    for (const segment of this.#segments) {
      const ids = this.#indexes.get(segment.id)?.facts.ids ?? [];
      const ordinals: number[] = [];
      ids.forEach((id, ordinal) => {
        if (dies(id, segment.whole)) ordinals.push(ordinal);
      });
      const next = withDead(segment, ordinals, this.#delegate.now());
      if (next.deadCount === next.documents) drop.push(segment.id);
      else if (next !== segment) update.push(next);
    }
    return { update, drop };
  }

  async #merge(): Promise<boolean> {
    const chosen = nextMerge(this.#segments, this.#delegate.now());
    if (!chosen) return false;
    const parts = chosen.map((segment) => {
      const index = this.#indexes.get(segment.id);
      if (!index) throw new Error('a segment is not open');
      return { segment, index };
    });
    const { breathe } = this.#delegate;
    const { documents, octets, blocks } = await mergeInto(this.#epoch, this.#nextSegment, parts, breathe);
    const segment = this.#segment(chosen[0]?.whole ?? true, documents, octets);
    await this.#change({ add: [{ segment, blocks }], drop: chosen.map((one) => one.id) });
    return true;
  }

  #write(builder: SegmentBuilder, whole: boolean): { segment: SearchSegmentRecord; blocks: BlockWrite[] } {
    const blocks: BlockWrite[] = [];
    const facts = builder.write((kind, number, bytes) => blocks.push({ kind, number, bytes }));
    const octets = blocks.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
    return { segment: this.#segment(whole, facts.length, octets), blocks };
  }

  #segment(whole: boolean, documents: number, octets: number): SearchSegmentRecord {
    const id = this.#nextSegment;
    this.#nextSegment += 1;
    return { id, whole, documents, octets, dead: noneDead(documents), deadCount: 0, deadSince: null };
  }

  /** Writes a change, and only then believes in it. */
  async #change(change: IndexChange): Promise<void> {
    await changeIndex(this.#epoch, change);
    const dropped = new Set(change.drop);
    const updated = new Map(change.update?.map((segment) => [segment.id, segment]));
    const added = change.add?.map(({ segment }) => segment) ?? [];
    this.#segments = [
      ...this.#segments.filter(({ id }) => !dropped.has(id)).map((one) => updated.get(one.id) ?? one),
      ...added,
    ];
    this.#through = change.through ?? this.#through;
    for (const id of dropped) this.#indexes.delete(id);
    for (const { id } of added) await this.#index(id);
    announce({ kind: 'index' });
  }

  async #index(segment: number): Promise<void> {
    this.#indexes.set(segment, await openSegment(sourceOf(segment)));
  }
}
