'use client';

import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { arrivals, paced } from '@/components/shell/paced';
import { onChange } from '@/lib/store/changes';
import { MessageWindow, type WindowSnapshot } from './messageWindow';
import type { ShownList } from './shownList';

/** The rows of a list, kept up to date. */
export function useMessageWindow(shown: ShownList): { list: MessageWindow; snapshot: WindowSnapshot } {
  const list = useMemo(() => new MessageWindow(shown.source), [shown]);
  useEffect(() => {
    void list.refresh();
    let alive = true;
    const arrived = paced(async () => {
      if (alive) await list.refresh();
    }, arrivals);
    const stops = [
      shown.subscribe(() => void list.refresh()),
      onChange((change) => {
        if (change.kind === 'messages') arrived();
        if (change.kind === 'message') void (shown.grouped ? list.refresh() : list.refreshMessage(change.id));
      }),
    ];
    return () => {
      alive = false;
      for (const stop of stops) stop();
    };
  }, [list, shown]);
  const snapshot = useSyncExternalStore(list.subscribe, list.snapshot, list.snapshot);
  return { list, snapshot };
}
