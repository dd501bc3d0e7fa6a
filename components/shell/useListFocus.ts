'use client';

import { type RefObject, useEffect, useRef } from 'react';
import type { ListHandle } from '@/components/mailbox/MessageList';

/** A link into the middle of the mailbox shows its row, too. */
export function useRevealOnce(
  ready: boolean,
  position: () => Promise<number>,
  rows: RefObject<ListHandle | null>,
): void {
  const done = useRef(false);
  useEffect(() => {
    if (!ready || done.current) return;
    done.current = true;
    void position().then((index) => index > 0 && rows.current?.reveal(index));
  }, [ready, position, rows]);
}

/** Whoever closes a message goes on in the list. */
export function useFocusBack(reading: boolean, rows: RefObject<ListHandle | null>): void {
  const before = useRef(reading);
  useEffect(() => {
    if (before.current && !reading) rows.current?.focus();
    before.current = reading;
  }, [reading, rows]);
}
