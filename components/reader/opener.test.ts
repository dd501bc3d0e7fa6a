import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ParseAnswer, ParseRequest } from '@/lib/mail/parse.worker';
import { Opener } from './opener';

class FakeWorker {
  static all: FakeWorker[] = [];
  onmessage: ((event: { data: ParseAnswer }) => void) | null = null;
  onerror: ((event: { message?: string; preventDefault(): void }) => void) | null = null;
  asked: ParseRequest[] = [];
  ended = false;
  constructor() {
    FakeWorker.all.push(this);
  }
  postMessage(request: ParseRequest) {
    this.asked.push(request);
  }
  terminate() {
    this.ended = true;
  }
  answer(change: Partial<ParseAnswer> = {}) {
    const id = this.asked.at(-1)?.id ?? 0;
    const opened = { headers: [], html: null, text: `message ${id}`, attachments: [] };
    this.onmessage?.({ data: { id, opened, ...change } as ParseAnswer });
  }
}

const raw = () => new Uint8Array(1);
const make = () => new Opener(() => new FakeWorker() as unknown as Worker);
const worker = (index: number) => {
  const found = FakeWorker.all[index];
  if (!found) throw new Error('no such worker');
  return found;
};

beforeEach(() => {
  vi.useFakeTimers();
  FakeWorker.all = [];
});
afterEach(() => {
  vi.useRealTimers();
});

test('a message is opened', async () => {
  const opened = make().open(raw());
  worker(0).answer();
  expect((await opened).text).toBe('message 1');
});

test('what stands beside waits for its turn, is displaced by nobody, and is dropped when nobody waits', async () => {
  const opener = make();
  const signal = () => new AbortController();
  const [first, left, last] = [signal(), signal(), signal()];
  const one = opener.open(raw(), first.signal);
  const gone = opener.open(raw(), left.signal);
  const other = opener.open(raw(), last.signal);
  const read = opener.open(raw());
  left.abort();
  await expect(gone).rejects.toMatchObject({ name: 'AbortError' });
  worker(0).answer();
  expect((await one).text).toBe('message 1');
  // The one that is read goes before those that wait.
  worker(0).answer();
  expect((await read).text).toBe('message 4');
  worker(0).answer();
  expect((await other).text).toBe('message 3');
});

test('a parser that hangs is ended after ten seconds, and the next message gets a new one', async () => {
  const opener = make();
  const hung = opener.open(raw());
  const failed = expect(hung).rejects.toMatchObject({ name: 'OpenFailure', kind: 'slow' });
  await vi.advanceTimersByTimeAsync(9_999);
  expect(worker(0).ended).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await failed;
  expect(worker(0).ended).toBe(true);
  const next = opener.open(raw());
  worker(1).answer();
  expect((await next).text).toBe('message 2');
});

test('only the newest of the waiting questions is answered', async () => {
  const opener = make();
  const first = opener.open(raw());
  const second = opener.open(raw());
  const overtaken = expect(second).rejects.toMatchObject({ name: 'AbortError' });
  const third = opener.open(raw());
  await overtaken;
  worker(0).answer();
  await first;
  worker(0).answer();
  expect((await third).text).toBe('message 3');
  expect(worker(0).asked.map(({ id }) => id)).toEqual([1, 3]);
});

test('a parser that gives up and one that crashes', async () => {
  const opener = make();
  const broken = opener.open(raw());
  const gaveUp = expect(broken).rejects.toMatchObject({ kind: 'broken', message: 'too deep' });
  worker(0).onmessage?.({ data: { id: 1, error: 'too deep' } });
  await gaveUp;
  const crash = opener.open(raw());
  const crashed = expect(crash).rejects.toMatchObject({ kind: 'broken', message: 'out of memory' });
  worker(0).onerror?.({ message: 'out of memory', preventDefault() {} });
  await crashed;
  const next = opener.open(raw());
  worker(1).answer();
  await next;
});

test('a parser that does not load is no fault of the message, and the next one is tried anew', async () => {
  const opener = make();
  const missing = opener.open(raw());
  const failed = expect(missing).rejects.toMatchObject({ name: 'Error', message: 'the parser did not load' });
  // A script that cannot be fetched gives a bare event, without a message.
  worker(0).onerror?.({ preventDefault() {} });
  await failed;
  const next = opener.open(raw());
  worker(1).answer();
  await next;
  const refused = new Opener(() => {
    throw new Error('no workers here');
  });
  await expect(refused.open(raw())).rejects.toMatchObject({ name: 'Error', message: 'no workers here' });
});
