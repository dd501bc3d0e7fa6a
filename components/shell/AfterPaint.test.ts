import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { afterPaint } from './AfterPaint';

/** Frames that were asked for; one is drawn when it is called, and painted when the page comes to its messages. */
let frames: (() => void)[];
const draw = () => {
  for (const frame of frames.splice(0)) frame();
};

beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
  vi.stubGlobal('reportError', vi.fn());
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('all waits for one painting, and what comes once it is drawn waits for the next', async () => {
  const done: string[] = [];
  afterPaint(() => {
    done.push('one');
    throw new Error('nobody else is to blame');
  });
  const leave = afterPaint(() => done.push('left'));
  afterPaint(() => done.push('two'));
  leave();
  expect(frames).toHaveLength(1);
  draw();
  afterPaint(() => done.push('next'));
  expect(done).toEqual([]);
  await vi.waitFor(() => expect(done).toEqual(['one', 'two']));
  expect(reportError).toHaveBeenCalledOnce();
  draw();
  await vi.waitFor(() => expect(done).toEqual(['one', 'two', 'next']));
});

test('a page that nobody sees is not painted: it is done all the same, and once', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const work = vi.fn();
  afterPaint(work);
  vi.advanceTimersByTime(200);
  expect(work).toHaveBeenCalledOnce();
  draw();
  await new Promise((resolve) => setImmediate(resolve));
  expect(work).toHaveBeenCalledOnce();
});
