'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { getMessage } from '@/lib/store/messages';
import type { MessageWindow } from './messageWindow';
import type { ShownList } from './shownList';

/** Where to from row `from` (-1: none is selected) of a list that ends with row `last`; clamped to the list. */
export type Move = (from: number, last: number) => number;

export interface Selected {
  id: number;
  index: number;
}

/**
 * The selected row, by the message's id: mail that arrives moves rows, and must not move the selection. The open message
 * is always the selected one.
 */
export function useCursor(list: MessageWindow, shown: ShownList, open: number | null) {
  const [chosen, setCursor] = useState<number | null>(open);
  const current = useRef(chosen);
  const queue = useRef<Promise<unknown>>(Promise.resolve());

  const set = useCallback((id: number | null) => {
    current.current = id;
    setCursor(id);
  }, []);
  // It stays selected when it is closed. While this is drawn: an effect would have everything drawn twice.
  if (open !== null && open !== chosen) setCursor(open);
  useEffect(() => {
    if (open !== null) current.current = open;
  }, [open]);
  // Another list: its rows are others.
  const before = useRef(list);
  useEffect(() => {
    if (before.current === list) return;
    before.current = list;
    set(open);
  }, [list, open, set]);

  /** Where the selected message stands, also when it is out of sight; -1 when nothing is selected. */
  const position = useCallback(async (): Promise<number> => {
    if (current.current === null) return -1;
    const loaded = list.indexOf(current.current);
    if (loaded >= 0) return loaded;
    const record = await getMessage(current.current);
    return record ? shown.position(record) : -1;
  }, [list, shown]);

  /**
   * Selects another row. Resolves with its message, or null where there is none.
   *
   * @param also what changes with it is drawn with it
   */
  const select = useCallback(
    (to: Move, also?: (found: Selected) => void): Promise<Selected | null> => {
      const step = async () => {
        const last = (list.snapshot().total ?? 0) - 1;
        if (last < 0) return null;
        const index = Math.min(last, Math.max(0, to(await position(), last)));
        const record = await list.fetch(index);
        if (!record) return null;
        const found = { id: record.id, index };
        flushSync(() => {
          set(record.id);
          also?.(found);
        });
        return found;
      };
      // One after the other: a key that is held down must not start twice from the same row.
      const done = queue.current.then(step);
      queue.current = done.catch(() => null);
      return done;
    },
    [list, position, set],
  );

  /** Which message is to be selected when these have left the list: the selected one, else the next, else the last. */
  const heir = useCallback(
    async (leaving: ReadonlySet<number>): Promise<number | null> => {
      const selected = current.current;
      if (selected === null || !leaving.has(selected)) return selected;
      return heirOf(await shown.ids(), selected, leaving);
    },
    [shown],
  );

  return { cursor: open ?? chosen, position, select, heir, set };
}

/**
 * @param ids of the whole list, in its order
 * @returns the first message after the selected one that stays, else the nearest before it; null where none stays
 */
export function heirOf(
  ids: readonly number[],
  selected: number,
  leaving: ReadonlySet<number>,
): number | null {
  const at = ids.indexOf(selected);
  if (at < 0) return null;
  const stays = (id: number) => !leaving.has(id);
  return ids.slice(at).find(stays) ?? ids.slice(0, at).findLast(stays) ?? null;
}
