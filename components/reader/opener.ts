import type { ParseAnswer, ParseRequest } from '@/lib/mail/parse.worker';
import type { OpenedMessage } from '@/lib/mail/types';

/** Why a message was not opened: the parser gave up, or it took too long and was ended. */
export class OpenFailure extends Error {
  override name = 'OpenFailure';

  constructor(
    readonly kind: 'broken' | 'slow',
    message: string,
  ) {
    super(message);
  }
}

/** Longer than any honest message takes; a hostile one can keep a parser busy for hours. */
const limitMs = 10_000;

interface Job {
  id: number;
  raw: ArrayBuffer;
  settle: { resolve: (opened: OpenedMessage) => void; reject: (error: Error) => void };
}

/**
 * Parses messages in a worker, one at a time. Whoever goes quickly through the list leaves messages behind that nobody
 * waits for any more: only the newest question is kept while one is being answered.
 */
export class Opener {
  #worker: Worker | null = null;
  #current: Job | null = null;
  #next: Job | null = null;
  /** What is opened beside the one that is read: each in its turn. */
  #beside: Job[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #count = 0;
  readonly #start: () => Worker;

  /** @param start makes the worker: the first one, and one after each that had to be ended */
  constructor(start: () => Worker) {
    this.#start = start;
  }

  /**
   * Opens a message. `raw` is transferred and unusable afterwards.
   *
   * @param beside one that is opened beside another, or ahead of being asked for: it waits for its turn, and no newer
   *   question takes its place; when the signal aborts, nobody waits for it any more
   * @throws OpenFailure for what the message is to blame; AbortError (DOMException) when a newer question took its place;
   *   any other error when the parser itself could not be started
   */
  open(raw: Uint8Array<ArrayBuffer>, beside?: AbortSignal): Promise<OpenedMessage> {
    return new Promise((resolve, reject) => {
      this.#count += 1;
      if (beside) {
        const job = { id: this.#count, raw: raw.buffer, settle: { resolve, reject } };
        this.#beside.push(job);
        beside.addEventListener('abort', () => {
          this.#beside = this.#beside.filter((other) => other !== job);
          reject(new DOMException('nobody waits for it any more', 'AbortError'));
        });
        this.#run();
        return;
      }
      this.#next?.settle.reject(new DOMException('another message was opened', 'AbortError'));
      this.#next = { id: this.#count, raw: raw.buffer, settle: { resolve, reject } };
      this.#run();
    });
  }

  #run(): void {
    if (this.#current) return;
    const job = this.#next ?? this.#beside.shift();
    if (!job) return;
    this.#next = null;
    this.#current = job;
    try {
      this.#worker ??= this.#listenTo(this.#start());
      this.#worker.postMessage({ id: job.id, raw: job.raw } satisfies ParseRequest, [job.raw]);
    } catch (error) {
      // The worker, not the message: it did not start, or could not be spoken to.
      this.#finish(() => job.settle.reject(error instanceof Error ? error : new Error(String(error))));
      return;
    }
    this.#timer = setTimeout(() => {
      this.#end();
      this.#finish(() => job.settle.reject(new OpenFailure('slow', `no answer within ${limitMs / 1000} s`)));
    }, limitMs);
  }

  #listenTo(worker: Worker): Worker {
    worker.onmessage = ({ data }: MessageEvent<ParseAnswer>) => {
      const job = this.#current;
      if (!job || data.id !== job.id) return;
      this.#finish(() => {
        if ('opened' in data) job.settle.resolve(data.opened);
        else job.settle.reject(new OpenFailure('broken', data.error));
      });
    };
    worker.onerror = (event) => {
      event.preventDefault();
      const job = this.#current;
      this.#end();
      this.#finish(() => job?.settle.reject(crash(event)));
    };
    return worker;
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }

  #finish(settle: () => void): void {
    clearTimeout(this.#timer);
    this.#current = null;
    settle();
    this.#run();
  }
}

/** A parser that threw says what; a script that was never loaded is told by a bare event (HTML, "run a worker"). */
function crash({ message }: Partial<ErrorEvent>): Error {
  return message ? new OpenFailure('broken', message) : new Error('the parser did not load');
}

let opener: Opener | null = null;

/** This tab's opener; its worker starts with the first message. */
export function messageOpener(): Opener {
  opener ??= new Opener(() => {
    const url = process.env.NEXT_PUBLIC_PARSE_WORKER;
    if (!url) throw new Error('built without the parse worker');
    return new Worker(url, { type: 'module', name: 'postbag-parse' });
  });
  return opener;
}
