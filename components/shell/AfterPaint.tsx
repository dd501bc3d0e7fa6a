'use client';

import { type ReactNode, useEffect, useState } from 'react';

/** What waits for the next painting: all of it for the same one, since asking takes time while something is drawn. */
let waiting: Set<() => void> | null = null;

/** Does `work` when what is drawn now is on the screen. Returns the way out. */
export function afterPaint(work: () => void): () => void {
  waiting ??= wait();
  const mine = waiting;
  // The same work may wait twice.
  const once = () => work();
  mine.add(once);
  return () => {
    mine.delete(once);
  };
}

function wait(): Set<() => void> {
  const all = new Set<() => void>();
  const { port1, port2 } = new MessageChannel();
  const closed = () => {
    if (waiting === all) waiting = null;
  };
  const done = () => {
    closed();
    clearTimeout(timer);
    port1.close();
    for (const once of all) {
      all.delete(once);
      try {
        once();
      } catch (error) {
        reportError(error);
      }
    }
  };
  port1.onmessage = done;
  // A frame's callbacks run before it is painted, a message to oneself after that. What comes later waits for the next.
  requestAnimationFrame(() => {
    closed();
    port2.postMessage(null);
  });
  // A page that nobody sees is not painted.
  const timer = setTimeout(done, 200);
  return all;
}

/** What is drawn when the rest is on the screen. */
export function AfterPaint({ children }: { children: ReactNode }) {
  const [painted, setPainted] = useState(false);
  useEffect(() => afterPaint(() => setPainted(true)), []);
  return painted && children;
}
