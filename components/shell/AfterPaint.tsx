'use client';

import { type ReactNode, useEffect, useState } from 'react';

/** Does `work` when what is drawn now is on the screen. Returns the way out. */
export function afterPaint(work: () => void): () => void {
  let done = false;
  const once = () => {
    if (!done) work();
    done = true;
  };
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = once;
  // A frame's callbacks run before it is painted, a message to oneself after that.
  const frame = requestAnimationFrame(() => port2.postMessage(null));
  // A page that nobody sees is not painted.
  const timer = setTimeout(once, 200);
  return () => {
    done = true;
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    port1.close();
  };
}

/** What is drawn when the rest is on the screen. */
export function AfterPaint({ children }: { children: ReactNode }) {
  const [painted, setPainted] = useState(false);
  useEffect(() => afterPaint(() => setPainted(true)), []);
  return painted && children;
}
