import { afterEach, expect, it, vi } from 'vitest';
import { type Frame, FrameReader } from '@/lib/contract/frames';
import { FrameOutput } from './frameOutput';
import { limits } from './limits';

afterEach(() => {
  vi.useRealTimers();
});

/** Reads `count` frames as the browser would. */
async function frames(stream: ReadableStream<Uint8Array>, count: number): Promise<Frame['kind'][]> {
  const kinds: Frame['kind'][] = [];
  const frameReader = new FrameReader({ frame: ({ kind }) => kinds.push(kind), data: () => {} });
  const reader = stream.getReader();
  while (kinds.length < count) {
    const { value } = await reader.read();
    if (!value) break;
    frameReader.push(value);
  }
  reader.releaseLock();
  return kinds;
}

it('says that it is alive while the mail server is silent, even within a message', async () => {
  vi.useFakeTimers();
  const output = new FrameOutput(limits, () => {});
  output.frame({ kind: 'begin', uidl: 'u1', octets: 10 });
  const read = frames(output.stream, 3);
  await vi.advanceTimersByTimeAsync(3 * limits.aliveMs);
  expect(await read).toEqual(['begin', 'alive', 'alive']);
  output.close();
});

it('says nothing of the kind while there is something to tell', async () => {
  vi.useFakeTimers();
  const output = new FrameOutput(limits, () => {});
  const read = frames(output.stream, 3);
  for (const uidl of ['u1', 'u2', 'u3']) {
    output.frame({ kind: 'begin', uidl, octets: 0 });
    output.frame({ kind: 'end', octets: 0, sha256: '0'.repeat(64) });
    await vi.advanceTimersByTimeAsync(limits.aliveMs - 1);
  }
  expect(await read).not.toContain('alive');
  output.close();
  expect(vi.getTimerCount()).toBe(0);
});

it('is drained when the browser has taken all of it, however slowly, as long as it takes something', async () => {
  vi.useFakeTimers();
  const gone: Error[] = [];
  const output = new FrameOutput({ ...limits, chunkOctets: 100, queueOctets: 1000 }, (reason) =>
    gone.push(reason),
  );
  output.frame({ kind: 'begin', uidl: 'u1', octets: 900 });
  output.data(new Uint8Array(600));
  let drained = false;
  const draining = output.drained().then(() => {
    drained = true;
  });
  const reader = output.stream.getReader();
  let taken = 0;
  while (!drained) {
    await vi.advanceTimersByTimeAsync(limits.readerMs - 1000);
    expect(drained).toBe(false);
    await reader.read();
    taken += 1;
    await vi.advanceTimersByTimeAsync(0);
  }
  await draining;
  expect(taken).toBeGreaterThan(3);
  expect(gone).toEqual([]);
  output.close();
  expect(await reader.read(), 'nothing was left').toEqual({ value: undefined, done: true });
  expect(vi.getTimerCount()).toBe(0);
});

it('is not waited for any longer when it is closed before it is drained', async () => {
  vi.useFakeTimers();
  const output = new FrameOutput(limits, () => {});
  output.frame({ kind: 'settle', session: 'AAAAAAAAAAAAAAAAAAAAAA' });
  const refused = expect(output.drained()).rejects.toThrow();
  output.close();
  await refused;
  expect(vi.getTimerCount()).toBe(0);
  expect(await frames(output.stream, 2)).toEqual(['settle']);
});

it('is never drained by a reader that takes nothing: it is gone', async () => {
  vi.useFakeTimers();
  const gone: Error[] = [];
  const output = new FrameOutput(limits, (reason) => gone.push(reason));
  output.frame({ kind: 'settle', session: 'AAAAAAAAAAAAAAAAAAAAAA' });
  const refused = expect(output.drained()).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(limits.readerMs + 1);
  await refused;
  expect(gone).toHaveLength(1);
});

it('gives up on a reader that takes nothing, and stops its own clocks', async () => {
  vi.useFakeTimers();
  const gone: Error[] = [];
  const output = new FrameOutput({ ...limits, queueOctets: 10 }, (reason) => gone.push(reason));
  output.frame({ kind: 'begin', uidl: 'u1', octets: 100 });
  output.data(new Uint8Array(100))?.catch(() => {});
  output.flush();
  const waiting = output.data(new Uint8Array(1));
  const refused = expect(waiting).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(limits.readerMs + 1);
  await refused;
  expect(gone).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});
