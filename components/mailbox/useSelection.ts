'use client';

import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { onChange } from '@/lib/store/changes';
import { getMessages } from '@/lib/store/messages';
import type { ShownList } from './shownList';

export interface Selection {
  ids: ReadonlySet<number>;
  toggle: (id: number) => void;
  /** Everything between the message that was chosen last and this one. */
  extend: (id: number) => void;
  /** Those alone that stand between where choosing began, or else `from`, and `to`. */
  span: (from: number | null, to: number) => void;
  all: () => void;
  clear: () => void;
  /** The messages that the chosen rows stand for. */
  members: () => Promise<readonly number[]>;
  /** Ends when what was asked for last is chosen: a long list takes a moment to name its messages. */
  asked: RefObject<Promise<unknown>>;
}

const none: ReadonlySet<number> = new Set();

/** The messages of a list that are chosen for being dealt with together. Another list begins without any. */
export function useSelection(shown: ShownList): Selection {
  const [state, setState] = useState({ shown, ids: none, last: null as number | null });
  const current = state.shown === shown ? state : { shown, ids: none, last: null };
  const { ids, last } = current;
  const asked = useRef<Promise<unknown>>(Promise.resolve());
  const choose = useCallback(
    (next: Iterable<number>, from: number | null) => setState({ shown, ids: new Set(next), last: from }),
    [shown],
  );

  /** What an action waits for stands on the screen when it goes on. Where the store fails, what was chosen stays. */
  const ask = (wanted: () => Promise<Parameters<typeof choose> | undefined>) => {
    asked.current = wanted().then(
      (found) => found && flushSync(() => choose(...found)),
      () => {},
    );
  };

  // What has left the list, by whatever hand, is not chosen any more.
  useEffect(() => {
    if (ids.size === 0) return;
    const look = () =>
      void shown.ids().then((listed) => {
        setState((before) => {
          if (before.shown !== shown) return before;
          const there = listed.filter((id) => before.ids.has(id));
          return there.length === before.ids.size ? before : { ...before, ids: new Set(there) };
        });
      });
    const stops = [onChange(({ kind }) => kind === 'messages' && look()), shown.subscribe(look)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [shown, ids]);

  return {
    ids,
    toggle: (id) => choose(ids.has(id) ? [...ids].filter((other) => other !== id) : [...ids, id], id),
    extend: (id) =>
      ask(async () => {
        const [from, to = from] = await getMessages([last ?? id, id]);
        if (from && to) return [[...ids, ...(await shown.range(from, to))], last ?? id];
      }),
    span: (from, to) =>
      ask(async () => {
        const [begin, end = begin] = await getMessages([(ids.size > 0 ? last : null) ?? from ?? to, to]);
        if (begin && end) return [await shown.range(begin, end), begin.id];
      }),
    all: () => ask(async () => [await shown.ids(), null]),
    clear: () => choose([], null),
    members: () => shown.members([...ids]),
    asked,
  };
}
