import type { FromSearchWorker, ToSearchWorker } from './messages';

/** What the keeper of the index's worker needs of it. */
export type IndexWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

/** Longer than any honest message takes to parse, ms; the reader gives up sooner. */
const hangs = 30_000;
/** A worker that failed (a full disk, a script that did not load) is started again after so long, ms. */
const againAfter = 60_000;

/**
 * Keeps the worker that writes the index running while this tab's sync worker leads, and no longer. A message on which it
 * hangs is left out by the next worker: its sender and subject can be found all the same.
 */
export class Indexing {
  readonly #start: () => IndexWorker;
  readonly #skip: number[] = [];
  #worker: IndexWorker | null = null;
  #epoch: number | null = null;
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(start: () => IndexWorker) {
    this.#start = start;
  }

  /** @param epoch of this tab's leader; null: it does not lead (any more) */
  lead(epoch: number | null): void {
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    this.#end();
    if (epoch !== null) this.#begin();
  }

  busy(busy: boolean): void {
    if (busy === this.#busy) return;
    this.#busy = busy;
    this.#say({ kind: 'busy', busy });
  }

  #begin(): void {
    if (this.#epoch === null) return;
    const worker = this.#start();
    this.#worker = worker;
    worker.addEventListener('message', (event) => {
      if (this.#worker !== worker) return;
      this.#hear((event as MessageEvent<FromSearchWorker>).data);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (this.#worker === worker) this.#later();
    });
    this.#say({ kind: 'busy', busy: this.#busy });
    this.#say({ kind: 'index', epoch: this.#epoch, skip: this.#skip });
  }

  #hear(message: FromSearchWorker): void {
    if (message.kind === 'ended') this.#later();
    if (message.kind !== 'at') return;
    clearTimeout(this.#timer);
    const { message: at } = message;
    if (at === null) return;
    this.#timer = setTimeout(() => {
      this.#skip.push(at);
      this.#end();
      this.#begin();
    }, hangs);
  }

  #later(): void {
    this.#end();
    this.#timer = setTimeout(() => this.#begin(), againAfter);
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = null;
  }

  #say(message: ToSearchWorker): void {
    this.#worker?.postMessage(message);
  }
}
