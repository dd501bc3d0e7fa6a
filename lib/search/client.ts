import type { Query } from '@/lib/mail/query';
import { Indexing } from './indexing';
import type { Indexed, Order } from './mailbox';
import type { FromSearchWorker, ToSearchWorker } from './messages';

/** What a search has brought so far. The same object until more comes. */
export interface Results {
  /** Ids of messages, in their order. */
  ids: readonly number[];
  /** The conversation of each (`SearchSession.threads`), where they were asked for; else empty. */
  threads: readonly number[];
  /** How many there are; null: not known yet. */
  total: number | null;
  /** Nothing more will come. */
  all: boolean;
  indexed: Indexed;
}

export interface SearchOptions {
  query: Query;
  order: Order;
  /** So many hits come first. */
  first: number;
  /** Their conversations are wanted, too. */
  grouped: boolean;
  onResults(results: Results): void;
  onFailure(error: Error): void;
}

type SearchWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

/** A fresh worker, for searches or for the index. */
export function startSearchWorker(): Worker {
  const url = process.env.NEXT_PUBLIC_SEARCH_WORKER;
  if (!url) throw new Error('built without the search worker');
  return new Worker(url, { type: 'module', name: 'postbag-search' });
}

let searcher: Searcher | null = null;
let indexing: Indexing | null = null;

/** This tab's searches; the worker starts with the first call. */
export function getSearch(): Searcher {
  searcher ??= new Searcher(startSearchWorker);
  return searcher;
}

/** This tab's part in writing the index. */
export function getIndexing(): Indexing {
  indexing ??= new Indexing(startSearchWorker);
  return indexing;
}

/** Asks the worker. One search at a time: a newer one takes the place of the one before, which is heard of no more. */
export class Searcher {
  readonly #start: () => SearchWorker;
  #worker: SearchWorker | null = null;
  #count = 0;
  #options: SearchOptions | null = null;
  #results: Results | null = null;

  constructor(start: () => SearchWorker) {
    this.#start = start;
  }

  /** Begins a search. Returns the way out of it. */
  search(options: SearchOptions): () => void {
    this.#options = options;
    this.#ask();
    return () => {
      if (this.#options === options) this.#options = null;
    };
  }

  /** Starts the worker ahead of the first search. */
  start(): SearchWorker {
    if (this.#worker) return this.#worker;
    const worker = this.#start();
    this.#worker = worker;
    worker.addEventListener('message', (event) => this.#hear((event as MessageEvent<FromSearchWorker>).data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      worker.terminate();
      this.#worker = null;
      const { message } = event as ErrorEvent;
      this.#options?.onFailure(new Error(message || 'the search did not load'));
    });
    return worker;
  }

  #ask(): void {
    if (!this.#options) return;
    this.#count += 1;
    this.#results = null;
    const { query, order, first, grouped } = this.#options;
    try {
      const request: ToSearchWorker = { kind: 'search', id: this.#count, query, order, first, grouped };
      this.start().postMessage(request);
    } catch (error) {
      this.#options.onFailure(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #hear(message: FromSearchWorker): void {
    if (!('id' in message) || message.id !== this.#count || !this.#options) return;
    switch (message.kind) {
      case 'hits': {
        const { ids, threads, total, all, indexed } = message;
        this.#publish({ ids, threads, total, all, indexed });
        break;
      }
      case 'more': {
        if (!this.#results) break;
        const ids = [...this.#results.ids, ...message.ids];
        const threads = [...this.#results.threads, ...message.threads];
        const total = message.all ? ids.length : this.#results.total;
        this.#publish({ ...this.#results, ids, threads, total, all: message.all });
        break;
      }
      case 'moved':
        this.#ask();
        break;
      case 'failed':
        this.#options.onFailure(new Error(message.error));
        break;
    }
  }

  #publish(results: Results): void {
    this.#results = results;
    this.#options?.onResults(results);
  }
}
