import { fingerprintOf } from '@/lib/contract/fingerprint';
import { headOctets, summarise } from '@/lib/mail/summarise';
import type { Summary } from '@/lib/mail/types';
import { macrotask } from '@/lib/store/attention';
import type { NewName, Recognisable } from '@/lib/store/ledger';
import { MessageUnfit } from './messageUnfit';
import { PackBuilder, packOctets } from './packBuilder';
import { maxMessageOctets } from './plan';

/** A message whose end frame has arrived; its hash is being computed. */
interface Finished {
  uidl: string;
  offset: number;
  size: number;
  /** By LIST. */
  listed: number;
  sha256: string;
  digest: Promise<ArrayBuffer>;
}

/** A message that is in the pack and whose hash was found right. */
export interface VerifiedMessage {
  uidl: string;
  sha256: string;
  offset: number;
  size: number;
  /** By LIST, when it was retrieved. */
  listed: number;
  /** Recognises it under another UIDL. */
  fingerprint: string;
  summary: Summary;
}

/** Writes a batch; resolves when it is on the disk, with the UIDLs of what is: the receipt names nothing else. */
export type Commit = (pack: ArrayBuffer, messages: VerifiedMessage[]) => Promise<readonly string[]>;

/** Messages that are stored under names which the server has given up: SHA-256 to their old UIDL. */
export interface Moved {
  names: Map<string, string>;
  /** Whether what is stored under an old UIDL is whole, by all that is known: the new bytes may be the only good ones. */
  holds(uidl: string): Promise<boolean>;
  /** Gives stored messages their new UIDLs; resolves when that is on the disk. */
  rename(names: ReadonlyMap<string, NewName>): Promise<void>;
}

/**
 * A batch is a pack, however many messages that takes: each transaction waits for the disk once, and its requests for those
 * of the one before. More messages than this would only keep readers of the list waiting.
 */
const batchMessages = 500;
/** So many messages are parsed in one go: a few milliseconds. */
const atOnce = 10;
/** While nothing is being written, a batch waits at most this long for company, ms. */
const patience = 250;
/** The first screen of mail waits less: people look at it. Where the way is fast it comes in one go. */
const early = { messages: 50, patience: 60 };
/**
 * So many batches at once keep disk, wire and processor busy: one is written, the next waits for its turn, a third is hashed
 * and parsed. With two the processor waited for the disk; more only hold memory.
 */
const maxInFlight = 3;

/**
 * Turns the frames of one retrieval into committed batches: on a slow way each message by itself, so that it can be read;
 * the faster it is, the more of them together.
 */
export class Batcher {
  readonly #builder = new PackBuilder();
  readonly #commit: Commit;
  readonly #onStored: (messages: number, octets: number) => void;
  readonly #again: ReadonlyMap<string, Recognisable>;
  readonly #moved: Moved | null;
  readonly #stored: string[] = [];
  readonly #inFlight = new Set<Promise<void>>();
  #finished: Finished[] = [];
  #current: { uidl: string; announced: number } | null = null;
  /** Or since the first message began. */
  #lastFlush: number | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #failure: { error: unknown } | null = null;

  /** @param again by UIDL, what is stored already: it goes into the receipt, and not onto the disk */
  constructor(
    commit: Commit,
    onStored: (messages: number, octets: number) => void,
    again: ReadonlyMap<string, Recognisable> = new Map(),
    moved: Moved | null = null,
  ) {
    this.#commit = commit;
    this.#onStored = onStored;
    this.#again = again;
    this.#moved = moved;
  }

  /** UIDLs that are on the disk. */
  get stored(): readonly string[] {
    return this.#stored;
  }

  /** The message that is arriving: whom to suspect when the stream breaks. */
  get arriving(): string | null {
    return this.#current?.uidl ?? null;
  }

  begin(uidl: string, announced: number): void {
    if (this.#current) throw new Error('a message began within another');
    this.#lastFlush ??= performance.now();
    this.#current = { uidl, announced };
    // A pack that is full goes before the next message makes it larger: chunks of the stream are large, too.
    if (this.#builder.finished + announced > packOctets) this.#flush();
    this.#hold(uidl, () => this.#builder.begin(announced));
  }

  data(bytes: Uint8Array): void {
    if (!this.#current) throw new Error('data came outside of a message');
    const { uidl } = this.#current;
    if (this.#builder.inProgress + bytes.byteLength > maxMessageOctets) {
      throw new MessageUnfit(uidl, 'the message is larger than this device takes');
    }
    this.#hold(uidl, () => this.#builder.append(bytes));
  }

  end(octets: number, sha256: string): void {
    if (!this.#current || this.#builder.inProgress !== octets) throw new Error('the message came incomplete');
    const { offset, size, bytes } = this.#builder.end();
    const { uidl, announced } = this.#current;
    this.#current = null;
    // Its octets are taken now: the builder's memory moves on.
    const digest = crypto.subtle.digest('SHA-256', bytes);
    this.#finished.push({ uidl, offset, size, listed: announced, sha256, digest });
  }

  /** To be awaited after every chunk: starts writing when it is time, holds the reader back when writing lags. */
  async pace(): Promise<void> {
    this.#rethrow();
    this.#flushInTime();
    while (this.#inFlight.size >= this.#most) await Promise.race(this.#inFlight);
    this.#rethrow();
  }

  /** Writes what is finished and waits until everything is on the disk. The message in progress is dropped. */
  async finish(): Promise<void> {
    if (this.#current) {
      this.#builder.drop();
      this.#current = null;
    }
    this.#flush();
    while (this.#inFlight.size > 0) await Promise.race(this.#inFlight);
    this.#rethrow();
  }

  #flushInTime(): void {
    if (this.#holds) return;
    if (this.#due()) this.#flush();
    else if (this.#finished.length > 0 && !this.#timer)
      this.#timer = setTimeout(() => this.#flush(), this.#patience);
  }

  #due(): boolean {
    const many = this.#stored.length < early.messages ? early.messages : batchMessages;
    if (this.#finished.length >= many || this.#builder.finished >= packOctets) return true;
    if (this.#finished.length === 0 || this.#inFlight.size > 0) return false;
    return performance.now() - (this.#lastFlush ?? 0) >= this.#patience;
  }

  /** Parsing what comes next would keep the first screen of mail from the disk: the database's answers need this thread. */
  get #holds(): boolean {
    const first = this.#stored.length < early.messages && this.#inFlight.size > 0;
    return first && this.#builder.finished < packOctets;
  }

  /** The first screen of mail is written alone: what comes with it would take processor and disk from it. */
  get #most(): number {
    return this.#stored.length < early.messages ? 1 : maxInFlight;
  }

  get #patience(): number {
    return this.#stored.length < early.messages ? early.patience : patience;
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#finished.length === 0) return;
    const batch = this.#finished;
    this.#finished = [];
    this.#lastFlush = performance.now();
    const pack = this.#builder.take();
    const write = this.#write(pack, batch).then(
      () => {
        this.#inFlight.delete(write);
        this.#flushInTime();
      },
      (error: unknown) => {
        this.#failure ??= { error };
        this.#inFlight.delete(write);
      },
    );
    this.#inFlight.add(write);
  }

  async #write(pack: ArrayBuffer, batch: readonly Finished[]): Promise<void> {
    const verified: VerifiedMessage[] = [];
    let damaged: string | null = null;
    const heads = batch.map(({ offset, size }) => new Uint8Array(pack, offset, Math.min(size, headOctets)));
    // All at once: each is hashed on another thread, and waited for one by one they kept this one idle.
    const fingerprints = await Promise.all(
      heads.map((head, index) => fingerprintOf(head, batch[index]?.size ?? 0)),
    );
    for (const [index, { uidl, offset, size, listed, sha256, digest }] of batch.entries()) {
      // The batch before is being written: the database's answers must find a turn, or disk and processor take turns.
      if (index % atOnce === atOnce - 1) await macrotask();
      const head = heads[index] ?? new Uint8Array();
      const fingerprint = fingerprints[index] ?? '';
      if (hex(await digest) !== sha256) damaged ??= uidl;
      else if (isSame(this.#again.get(uidl), { sha256, fingerprint })) this.#stored.push(uidl);
      else if (await this.#knownAs(uidl, listed, sha256)) this.#stored.push(uidl);
      else {
        const summary = await summarise(head, head.byteLength === size);
        verified.push({ uidl, sha256, offset, size, listed, fingerprint, summary });
      }
    }
    if (verified.length > 0) {
      const stored = await this.#commit(pack, verified);
      this.#stored.push(...stored);
      const names = new Set(stored);
      this.#onStored(
        stored.length,
        verified.reduce((sum, { uidl, size }) => (names.has(uidl) ? sum + size : sum), 0),
      );
    }
    if (damaged !== null)
      throw new MessageUnfit(damaged, 'the message was damaged on its way from the bridge');
  }

  /** Octet for octet what is stored under a name that is gone: it gets the new name, and no second copy. */
  async #knownAs(uidl: string, listed: number, sha256: string): Promise<boolean> {
    const old = this.#moved?.names.get(sha256);
    if (!this.#moved || old === undefined) return false;
    this.#moved.names.delete(sha256);
    if (!(await this.#moved.holds(old))) return false;
    await this.#moved.rename(new Map([[old, { uidl, listed }]]));
    return true;
  }

  /** Memory that the browser does not give is the message's trouble, not the disk's. */
  #hold(uidl: string, take: () => void): void {
    try {
      take();
    } catch (error) {
      throw new MessageUnfit(uidl, 'the message does not fit into memory', { cause: error });
    }
  }

  #rethrow(): void {
    if (this.#failure) throw this.#failure.error;
  }
}

/** What comes is the message that is stored. Where nothing names it, only its octets tell. */
function isSame(stored: Recognisable | undefined, come: Recognisable): boolean {
  if (!stored || stored.sha256 === come.sha256) return stored !== undefined;
  return come.fingerprint !== '' && stored.fingerprint === come.fingerprint;
}

function hex(digest: ArrayBuffer): string {
  let text = '';
  for (const byte of new Uint8Array(digest)) text += byte.toString(16).padStart(2, '0');
  return text;
}
