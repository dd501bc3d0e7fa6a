import { beforeEach, expect, test, vi } from 'vitest';

vi.mock('react', () => ({ useSyncExternalStore: (_: unknown, now: () => unknown) => now() }));

let store: typeof import('./done');
beforeEach(async () => {
  vi.resetModules();
  store = await import('./done');
});

test('undoing goes backwards through what was done, each once', async () => {
  const undone: string[] = [];
  store.done('archived', 1, async () => undone.push('first'));
  store.done('trashed', 2, async () => undone.push('second'));
  await store.undoLast();
  await store.undoLast();
  await store.undoLast();
  expect(undone).toEqual(['second', 'first']);
});

test('an undoing that fails can be tried again', async () => {
  let full = true;
  const undo = vi.fn(async () => {
    if (full) throw new Error('no room');
  });
  store.done('archived', 1, undo);
  await store.undoLast();
  full = false;
  await store.undoLast();
  await store.undoLast();
  expect(undo).toHaveBeenCalledTimes(2);
});

test('where nothing was done, undoing takes back what was done before', async () => {
  const undo = vi.fn(async () => {});
  store.done('archived', 1, undo);
  store.nothing('copiedSome', 1);
  await store.undoLast();
  expect(undo).toHaveBeenCalledTimes(1);
});

test('where nothing is left to undo, that is said', async () => {
  const words = () => store.useNotice()?.words;
  await store.undoLast();
  expect(words()).toBe('nothingToUndo');
  store.done('archived', 2, async () => true);
  await store.undoLast();
  expect(words()).toBe('undone');
  // They were erased for good meanwhile.
  store.done('archived', 2, async () => false);
  await store.undoLast();
  expect(words()).toBe('nothingToUndo');
});
