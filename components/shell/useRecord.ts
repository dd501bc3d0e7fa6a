'use client';

import { useEffect, useState } from 'react';
import { onChange } from '@/lib/store/changes';
import { getMessage } from '@/lib/store/messages';
import type { MessageRecord } from '@/lib/store/schema';

/** The open message's record; undefined while it is read for the first time, null when it is not on this device. */
export function useRecord(id: number | null): MessageRecord | null | undefined {
  const [found, setFound] = useState<{ id: number; record: MessageRecord | null } | null>(null);
  useEffect(() => {
    if (id === null) return;
    let alive = true;
    const read = () => {
      getMessage(id).then(
        (record) => alive && setFound({ id, record: record ?? null }),
        () => alive && setFound({ id, record: null }),
      );
    };
    read();
    const stop = onChange((change) => {
      if (change.kind === 'messages' || (change.kind === 'message' && change.id === id)) read();
    });
    return () => {
      alive = false;
      stop();
    };
  }, [id]);
  if (id === null) return null;
  // The message before stays until the next one is there: going through mail must not flicker.
  return found === null ? undefined : found.id === id || found.record ? found.record : undefined;
}
