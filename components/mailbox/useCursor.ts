'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { getMessage, positionOf } from '@/lib/store/messages';
import type { Folder } from '@/lib/store/schema';
import type { MessageWindow } from './messageWindow';

/** Where to from row `from` (-1: none is selected) of a list that ends with row `last`; clamped to the list. */
export type Move = (from: number, last: number) => number;

/**
 * The selected row, by the message's id: mail that arrives moves rows, and must not move the selection. The open message
 * is always the selected one.
 */
export function useCursor(list: MessageWindow, folder: Folder, open: number | null) {
  const [cursor, setCursor] = useState<number | null>(open);
  const current = useRef(cursor);
  const queue = useRef<Promise<unknown>>(Promise.resolve());

  const set = useCallback((id: number | null) => {
    current.current = id;
    setCursor(id);
  }, []);
  useEffect(() => {
    if (open !== null) set(open);
  }, [open, set]);

  /** Where the selected message stands, also when it is out of sight; -1 when nothing is selected. */
  const position = useCallback(async (): Promise<number> => {
    if (current.current === null) return -1;
    const loaded = list.indexOf(current.current);
    if (loaded >= 0) return loaded;
    const record = await getMessage(current.current);
    return record ? positionOf(folder, record) : -1;
  }, [list, folder]);

  /** Selects another row. Resolves with its message, or null where there is none. */
  const select = useCallback(
    (to: Move): Promise<{ id: number; index: number } | null> => {
      const step = async () => {
        const last = (list.snapshot().total ?? 0) - 1;
        if (last < 0) return null;
        const index = Math.min(last, Math.max(0, to(await position(), last)));
        const record = await list.fetch(index);
        if (!record) return null;
        set(record.id);
        return { id: record.id, index };
      };
      // One after the other: a key that is held down must not start twice from the same row.
      const done = queue.current.then(step);
      queue.current = done.catch(() => null);
      return done;
    },
    [list, position, set],
  );

  return { cursor, position, select };
}
