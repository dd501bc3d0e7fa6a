import { afterEach, beforeEach, expect, it, vi } from 'vitest';

/** Another tab, or a worker: modules of its own. */
async function realm() {
  vi.resetModules();
  return import('./attention');
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('lets work through all mail rest while somebody does something in another tab, and for a while after', async () => {
  const [page, worker] = [await realm(), await realm()];
  worker.heedPeople();
  await worker.unattended();
  page.attend();
  await vi.waitFor(() => expect(worker.isAttended()).toBe(true));
  let rested = false;
  const rest = worker.unattended().then(() => {
    rested = true;
  });
  await worker.macrotask();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(rested).toBe(false);
  await vi.advanceTimersByTimeAsync(2_000);
  await rest;
});

it('gets on with its work although somebody never stops', async () => {
  const [page, worker] = [await realm(), await realm()];
  worker.heedPeople();
  let rested = false;
  page.attend();
  await vi.waitFor(() => expect(worker.isAttended()).toBe(true));
  void worker.unattended().then(() => {
    rested = true;
  });
  for (let second = 0; second < 12 && !rested; second += 1) {
    page.attend();
    await worker.macrotask();
    await worker.macrotask();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(rested).toBe(true);
  expect(worker.isAttended()).toBe(true);
});
