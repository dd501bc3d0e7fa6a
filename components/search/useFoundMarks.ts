'use client';

import { type RefObject, useEffect } from 'react';
import { useRoute } from '@/components/shell/useRoute';

/** Keeps the words of the search that is open marked in what is read, also when more of it is laid out. */
export function useFoundMarks(root: RefObject<Element | null>): void {
  const { q } = useRoute();
  useEffect(() => {
    const element = root.current;
    if (!element || q === null) return;
    let stop = () => {};
    let left = false;
    // What parses queries is here already: results came of it. Where it can't be had, nothing is marked.
    const marking = import('./engine').then(({ markerOfText }) => markerOfText(q));
    Promise.all([marking, import('./foundMarks')]).then(
      ([marker, { markFound, unmarkFound }]) => {
        if (left) return;
        let frame = 0;
        const mark = () => {
          cancelAnimationFrame(frame);
          frame = requestAnimationFrame(() => markFound(element, marker));
        };
        const observer = new MutationObserver(mark);
        observer.observe(element, { childList: true, subtree: true, characterData: true });
        // The frame of a message: `load` does not bubble.
        element.addEventListener('load', mark, true);
        mark();
        stop = () => {
          cancelAnimationFrame(frame);
          observer.disconnect();
          element.removeEventListener('load', mark, true);
          unmarkFound(element);
        };
      },
      () => {},
    );
    return () => {
      left = true;
      stop();
    };
  }, [root, q]);
}
