'use client';

import { useEffect, useRef, useState } from 'react';
import { onChange } from '@/lib/store/changes';
import { getMessage } from '@/lib/store/messages';
import type { MessageRecord } from '@/lib/store/schema';
import { afterPaint } from './AfterPaint';

/** What was read last: the record of this id, null when it is not on this device. */
export interface Found {
  id: number;
  record: MessageRecord | null;
}

export interface Shown {
  /** Undefined while it is read for the first time, null when it is not on this device. */
  record: MessageRecord | null | undefined;
  /** It is the message before, to be looked at until the next one is there: nothing may be done with it. */
  stale: boolean;
}

/**
 * What stands for message `id`. The message before stays until the next one is there: going through mail must not flicker.
 *
 * @param listed its record as the list beside it has it: it is there at once
 */
export function shownFor(id: number | null, found: Found | null, listed?: MessageRecord): Shown {
  if (id === null) return { record: null, stale: false };
  if (found?.id === id) return { record: found.record, stale: false };
  if (listed?.id === id) return { record: listed, stale: false };
  return found?.record ? { record: found.record, stale: true } : { record: undefined, stale: false };
}

const same = (before: Found | null, now: Found) => JSON.stringify(before) === JSON.stringify(now);

/** The open message's record, kept as it is in the store; until it is read, as the list has it. */
export function useRecord(id: number | null, listed?: MessageRecord): Shown {
  const [found, setFound] = useState<Found | null>(null);
  // Once nothing is open there is no message before: the next one to be opened must not begin as the last one.
  if (id === null && found !== null) setFound(null);
  if (listed && listed.id === id && found?.id !== id) setFound({ id, record: listed });
  const known = useRef<number | undefined>(undefined);
  known.current = listed?.id;
  const current = useRef(found);
  current.current = found;
  useEffect(() => {
    if (id === null) return;
    let alive = true;
    const read = () => {
      getMessage(id).then(
        (record) => {
          const now = { id, record: record ?? null };
          // Most often it is what the list had. React must not even hear of it: it would draw all once more with the next press.
          if (!alive || same(current.current, now)) return;
          current.current = now;
          setFound(now);
        },
        () => alive && setFound({ id, record: null }),
      );
    };
    // What the list has is looked at first.
    const leave = known.current === id ? afterPaint(read) : read();
    const stop = onChange((change) => {
      if (change.kind === 'messages' || (change.kind === 'message' && change.id === id)) read();
    });
    return () => {
      alive = false;
      leave?.();
      stop();
    };
  }, [id]);
  return shownFor(id, found, listed);
}
