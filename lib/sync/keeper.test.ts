import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type KeptWorker, keepWorker } from './keeper';

/** A worker as its tab meets it. */
class FakeWorker implements KeptWorker {
  readonly heard: unknown[] = [];
  ended = false;
  readonly #listeners = new Map<string, ((event: Event) => void)[]>();

  constructor(readonly name: string) {}

  postMessage(message: unknown): void {
    this.heard.push(message);
  }

  addEventListener(kind: string, listener: unknown): void {
    this.#listeners.set(kind, [...(this.#listeners.get(kind) ?? []), listener as (event: Event) => void]);
  }

  terminate(): void {
    this.ended = true;
  }

  fire(kind: 'message' | 'error', data?: unknown): void {
    const event = data === undefined ? new Event(kind) : new MessageEvent(kind, { data });
    for (const listener of this.#listeners.get(kind) ?? []) listener(event);
  }
}

let workers: FakeWorker[];
/** By lock, what its being free sets off. */
let waiting: Map<string, () => void>;
let failures: number;
let led: (number | null)[];
const shown = { visible: true, frozen: false, shortage: { metered: false, lowBattery: false } };

beforeEach(() => {
  vi.useFakeTimers();
  workers = [];
  waiting = new Map();
  failures = 0;
  led = [];
});
afterEach(() => {
  vi.useRealTimers();
});

const keep = () =>
  keepWorker(
    (name) => {
      const worker = new FakeWorker(name);
      workers.push(worker);
      return worker;
    },
    {
      request: (name: string, granted: unknown) => {
        waiting.set(name, granted as () => void);
        return new Promise<never>(() => {});
      },
    } as Pick<LockManager, 'request'>,
    () => {
      failures += 1;
    },
    (epoch) => led.push(epoch),
  );

it('a script that cannot be loaded is told, and tried again at longer and longer intervals', () => {
  keep();
  workers[0]?.fire('error');
  expect(failures).toBe(1);
  vi.advanceTimersByTime(1_999);
  expect(workers).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(workers).toHaveLength(2);
  workers[1]?.fire('error');
  vi.advanceTimersByTime(3_999);
  expect(workers).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(workers).toHaveLength(3);
  expect(failures).toBe(2);
});

it('a worker that died is replaced, and the new one learns how things stand', () => {
  const keeper = keep();
  keeper.tell(shown);
  workers[0]?.fire('message');
  const [[name, free] = ['', () => {}]] = waiting;
  expect(name).toContain(workers[0]?.name);
  free();
  vi.advanceTimersByTime(2_000);
  expect(workers).toHaveLength(2);
  workers[1]?.fire('message');
  expect(workers[1]?.heard.at(-1)).toEqual(shown);
  expect(failures).toBe(0);
});

it('an error of a worker that runs is no reason to start another', () => {
  keep();
  workers[0]?.fire('message');
  workers[0]?.fire('error');
  vi.advanceTimersByTime(60_000);
  expect(workers).toHaveLength(1);
  expect(failures).toBe(0);
});

it('somebody’s wish starts it at once, and never a second one beside it', () => {
  const keeper = keep();
  workers[0]?.fire('error');
  keeper.start();
  keeper.start();
  expect(workers).toHaveLength(2);
  vi.advanceTimersByTime(60_000);
  expect(workers).toHaveLength(2);
});

it('whether its worker leads is told, and that it does not when it has died', () => {
  keep();
  const [worker] = workers;
  worker?.fire('message', 'ready');
  expect(led).toEqual([]);
  worker?.fire('message', { lead: 7 });
  worker?.fire('message', { lead: null });
  worker?.fire('message', { lead: 8 });
  waiting.get(`postbag-worker-${worker?.name}`)?.();
  expect(led).toEqual([7, null, 8, null]);
});
