'use client';

import { useCallback, useRef } from 'react';

/** A function that stays the same and does what the newest `work` does: who is given it is not drawn again for its sake. */
export function useSteady<Args extends unknown[], Result>(
  work: (...args: Args) => Result,
): (...args: Args) => Result {
  const current = useRef(work);
  current.current = work;
  return useCallback((...args: Args) => current.current(...args), []);
}
