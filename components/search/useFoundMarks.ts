'use client';

import { type RefObject, useEffect, useRef } from 'react';
import { useRoute } from '@/components/shell/useRoute';

/**
 * Keeps the words of the search that is open marked in what is read, also when more of it is laid out.
 *
 * @param opened what is read, once it is there: the first of the words is brought into sight, if it is not
 */
export function useFoundMarks(root: RefObject<Element | null>, opened: number | null): void {
  const { q } = useRoute();
  const last = useRef(opened);
  if (opened !== null) last.current = opened;
  const shown = useRef<number | null>(null);
  const now = last.current;
  useEffect(() => {
    const element = root.current;
    // Of what has just been opened: who goes on searching beside it reads where he is.
    const fresh = now !== shown.current;
    shown.current = now;
    if (!element || q === null) return;
    let stop = () => {};
    let left = false;
    // What parses queries is here already: results came of it. Where it can't be had, nothing is marked.
    const marking = import('./engine').then(({ markerOfText }) => markerOfText(q));
    Promise.all([marking, import('./foundMarks')]).then(
      ([marker, { keepFound }]) => {
        if (!left) stop = keepFound(element, marker, fresh);
      },
      () => {},
    );
    return () => {
      left = true;
      stop();
    };
  }, [root, q, now]);
}
