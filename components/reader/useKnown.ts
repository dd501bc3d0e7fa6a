'use client';

import { useEffect, useState } from 'react';
import { knownSenders } from '@/lib/store/known';

type Known = ReadonlyMap<string, ReadonlySet<string>>;

const nobody: Known = new Map();
/** Who is known changes slowly: it is read once, and again after a while. */
const freshMs = 5 * 60_000;
let last: { at: number; known: Promise<Known> } | null = null;

/** Whom mail came from before; nobody, until the store has told. */
export function useKnown(): Known {
  const [known, setKnown] = useState(nobody);
  useEffect(() => {
    let alive = true;
    if (!last || Date.now() - last.at > freshMs) last = { at: Date.now(), known: knownSenders() };
    const { known: asked } = last;
    asked.then(
      (found) => alive && setKnown(found),
      () => {
        last = null;
      },
    );
    return () => {
      alive = false;
    };
  }, []);
  return known;
}
