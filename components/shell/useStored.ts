'use client';

import { startTransition, useCallback, useEffect, useRef, useState } from 'react';
import { type Change, onChange } from '@/lib/store/changes';
import { atOnce, type Pause, paced } from './paced';

export interface Stored<Value> {
  /** Null until it was read for the first time; afterwards the last good value. */
  value: Value | null;
  error: Error | null;
  retry: () => void;
}

/**
 * Something read from the store and read again after each change that `concerns` it. Changes that come while it is
 * being read are answered by one more reading, so that a thousand arriving messages don't queue a thousand readings.
 *
 * @param pause between two readings, at least; the same object at each call
 */
export function useStored<Value>(
  read: () => Promise<Value>,
  concerns: (change: Change) => boolean,
  pause: Pause = atOnce,
): Stored<Value> {
  const [state, setState] = useState<{ value: Value | null; error: Error | null }>({
    value: null,
    error: null,
  });
  const calls = useRef({ read, concerns });
  calls.current = { read, concerns };
  const again = useRef<() => void>(() => {});

  useEffect(() => {
    let alive = true;
    const run = paced(async () => {
      if (!alive) return;
      try {
        const value = await calls.current.read();
        // A transition is drawn in slices of a few milliseconds: what people do meanwhile is answered at once.
        if (alive) startTransition(() => setState({ value, error: null }));
      } catch (error) {
        const known = error instanceof Error ? error : new Error(String(error));
        if (alive) startTransition(() => setState((before) => ({ ...before, error: known })));
      }
    }, pause);
    again.current = run;
    run();
    const stop = onChange((change) => {
      if (calls.current.concerns(change)) run();
    });
    return () => {
      alive = false;
      stop();
    };
  }, [pause]);

  const retry = useCallback(() => again.current(), []);
  return { ...state, retry };
}
