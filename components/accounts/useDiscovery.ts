'use client';

import { useEffect, useRef, useState } from 'react';
import type { DiscoveryAnswer } from '@/lib/contract/discovery';
import { discover } from '@/lib/sync/bridge';

/** As long as somebody types without a pause, nobody is asked. */
const pauseMs = 600;

interface Search {
  address: string;
  controller: AbortController;
  answer: Promise<DiscoveryAnswer | null>;
}

/**
 * Looks for an address's settings once it is complete and typing pauses.
 *
 * @param address the complete address; null: there is nothing to look for
 * @returns `answer`: of this address; null while there is none, and where the search failed
 */
export function useDiscovery(address: string | null) {
  const [told, setTold] = useState<{ address: string; answer: DiscoveryAnswer | null } | null>(null);
  const search = useRef<Search | null>(null);

  const start = (wanted: string): Promise<DiscoveryAnswer | null> => {
    if (search.current?.address === wanted) return search.current.answer;
    search.current?.controller.abort();
    const controller = new AbortController();
    // A bridge that is out of reach, or that was asked too often, has found nothing: the guess stands.
    const answer = discover(wanted, controller.signal).catch(() => null);
    search.current = { address: wanted, controller, answer };
    void answer.then((found) => {
      if (!controller.signal.aborted) setTold({ address: wanted, answer: found });
    });
    return answer;
  };

  const current = useRef(start);
  current.current = start;
  useEffect(() => {
    if (address === null) return;
    const timer = setTimeout(() => void current.current(address), pauseMs);
    return () => clearTimeout(timer);
  }, [address]);
  useEffect(() => () => search.current?.controller.abort(), []);

  const known = told !== null && told.address === address;
  return {
    looking: address !== null && !known,
    answer: known ? told.answer : null,
    /** The answer, waited for: whoever is quick presses the button before the search is over, or has begun. */
    settled: async () => (address === null ? null : start(address)),
  };
}
