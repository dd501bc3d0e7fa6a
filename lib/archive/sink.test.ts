import { expect, test } from 'vitest';
import { memorySink, pour, type Sink } from './sink';

const never = new AbortController().signal;

/** So many pieces of 100 kB, and whether somebody let go of it. */
function source(pieces: number) {
  const seen = { pulled: 0, cancelled: false };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (seen.pulled >= pieces) return controller.close();
        seen.pulled += 1;
        controller.enqueue(new Uint8Array(100_000).fill(seen.pulled));
      },
      cancel() {
        seen.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, seen };
}

function sink(change: Partial<Sink> = {}) {
  const seen = { octets: 0, writes: 0, aborted: 0, closed: 0 };
  const made: Sink = {
    write(bytes) {
      seen.octets += bytes.length;
      seen.writes += 1;
    },
    async close() {
      seen.closed += 1;
      return null;
    },
    async abort() {
      seen.aborted += 1;
    },
    ...change,
  };
  return { made, seen };
}

test('everything arrives, in few large pieces', async () => {
  const { made, seen } = sink();
  await pour(source(45).stream, made, never);
  expect(seen).toEqual({ octets: 4_500_000, writes: 5, aborted: 0, closed: 1 });
});

test('a disk that is full ends the reading, and nothing is left', async () => {
  const { stream, seen } = source(1_000);
  const full = new DOMException('no room', 'QuotaExceededError');
  const { made, seen: sunk } = sink({
    write: () => {
      throw full;
    },
  });
  await expect(pour(stream, made, never)).rejects.toBe(full);
  expect(seen).toEqual({ pulled: 11, cancelled: true });
  expect(sunk).toMatchObject({ aborted: 1, closed: 0 });
});

test('stopped, it is given up', async () => {
  const stop = new AbortController();
  const { stream, seen } = source(1_000);
  const { made, seen: sunk } = sink({ write: () => stop.abort() });
  await expect(pour(stream, made, stop.signal)).rejects.toThrow();
  expect(seen.cancelled).toBe(true);
  expect(sunk).toMatchObject({ aborted: 1, closed: 0 });
});

test('a close that fails counts as a failure', async () => {
  const { made, seen } = sink({ close: () => Promise.reject(new DOMException('', 'QuotaExceededError')) });
  await expect(pour(source(1).stream, made, never)).rejects.toThrow();
  expect(seen.aborted).toBe(1);
});

test('memory has a bound', async () => {
  await expect(pour(source(20).stream, memorySink(1_500_000), never)).rejects.toMatchObject({
    code: 'too_large_for_memory',
  });
  const file = await pour(source(10).stream, memorySink(1_500_000), never);
  expect(file?.size).toBe(1_000_000);
});
