import { lifeLock, type TabState, type WorkerSays } from './channel';

/** What the keeper needs of a worker. */
export type KeptWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

export interface Keeper {
  /** Tells the worker, and every later one, about its tab. */
  tell(state: TabState): void;
  /** Starts the worker now if it does not run. */
  start(): void;
}

/** A worker that would not start is started again after the first, then twice as long, up to the last, ms. */
const again = { first: 2_000, most: 60_000 };

/**
 * Keeps a tab's worker running. A script that cannot be loaded is noticed by the error that comes before the worker's first
 * word; a worker that dies later, however it dies, sets its life lock free.
 *
 * @param make makes a worker of the given name, which it holds a lock by
 * @param failed told when the worker could not be started
 * @param led told with which epoch the worker leads, and null when it does no longer, or died
 */
export function keepWorker(
  make: (name: string) => KeptWorker,
  locks: Pick<LockManager, 'request'>,
  failed: () => void,
  led: (epoch: number | null) => void = () => {},
): Keeper {
  let worker: KeptWorker | null = null;
  let state: TabState | null = null;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(start, Math.min(again.first * 2 ** failures, again.most));
    failures += 1;
  };

  function start(): void {
    clearTimeout(timer);
    if (worker) return;
    const name = `postbag-sync-${crypto.randomUUID()}`;
    const mine = make(name);
    worker = mine;
    let ready = false;
    mine.addEventListener('message', (event) => {
      const said = (event as MessageEvent<WorkerSays | undefined>).data;
      if (typeof said === 'object') led(said.lead);
      if (ready) return;
      ready = true;
      failures = 0;
      if (state) mine.postMessage(state);
      void locks.request(lifeLock(name), async () => {
        worker = null;
        led(null);
        later();
      });
    });
    mine.addEventListener('error', (event) => {
      event.preventDefault();
      // What a running worker fails at it reports itself.
      if (ready || worker !== mine) return;
      mine.terminate();
      worker = null;
      failed();
      later();
    });
  }

  start();
  return {
    tell(next) {
      state = next;
      worker?.postMessage(next);
    },
    start,
  };
}
