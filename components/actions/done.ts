import { useSyncExternalStore } from 'react';
import { atOnce, type Deed } from './actions';

/** What has just been done, as it is told: the words' name, how many messages, and whether it can be taken back. */
export interface Notice {
  id: number;
  words: Deed | 'erased' | 'working' | 'undone' | 'nothingToUndo' | 'failed' | 'copied';
  count: number;
  /** While it is being done: so many of them are. */
  sofar?: number;
  /** Beside these: with so many it could not be done (yet), or so many were there already. */
  left?: number;
  undoable: boolean;
}

interface Step {
  notice: Notice;
  /** False: nothing was left to undo. */
  undo: (tell: (sofar: number) => void) => Promise<unknown>;
}

/** So many steps can be taken back; each holds a few words for each message that it touched. */
const maxSteps = 50;

/** What this tab did, newest last. It outlives going elsewhere in the app, and ends with the tab. */
let steps: readonly Step[] = [];
let shown: Notice | null = null;
let ids = 0;
const listeners = new Set<() => void>();

function show(notice: Omit<Notice, 'id'> | null): Notice | null {
  ids += 1;
  shown = notice && { ...notice, id: ids };
  for (const listener of listeners) listener();
  return shown;
}

/** Tells what was done, and with how many it was not, and remembers how to undo it. */
export function done(words: Deed, count: number, undo: Step['undo'], left = 0): void {
  const notice = show({ words, count, left, undoable: true });
  if (notice) steps = [...steps, { notice, undo }].slice(-maxSteps);
}

/**
 * Tells that messages are gone for good, and how many are not yet. What was done to them before can't be undone any more,
 * and harms nothing.
 */
export function erased(count: number, left: number): void {
  show({ words: 'erased', count, left, undoable: false });
}

/** Tells that the words of a message can be put in elsewhere. */
export function copied(): void {
  show({ words: 'copied', count: 1, undoable: false });
}

/** Tells that so many messages take a while, and how many of them are done. */
export function working(count: number, sofar = 0): void {
  show({ words: 'working', count, sofar, undoable: false });
}

/** Tells that nothing was done, because with so many it could not be: there is nothing to take back. */
export function nothing(words: Deed, left: number): void {
  show({ words, count: 0, left, undoable: false });
}

/** Tells that something did not work; nothing was changed. */
export function failed(): void {
  show({ words: 'failed', count: 0, undoable: false });
}

/** Undoes the last step that has not been undone. A step whose undoing fails stays, so that it can be tried again. */
export async function undoLast(): Promise<void> {
  const last = steps.at(-1);
  const count = last?.notice.count ?? 0;
  steps = steps.slice(0, -1);
  if (count > atOnce) working(count);
  try {
    const back = last && (await last.undo((sofar) => working(count, sofar)));
    show({ words: last && back !== false ? 'undone' : 'nothingToUndo', count, undoable: false });
  } catch {
    if (last) steps = [...steps, last];
    failed();
  }
}

/** Takes the notice away; what it told can still be undone by the key. */
export function dismiss(id: number): void {
  if (shown?.id === id) show(null);
}

export function useNotice(): Notice | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => shown,
    () => null,
  );
}
