'use client';

import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { onChange } from '@/lib/store/changes';
import { listCounter } from '@/lib/store/counters';
import { listMessages, windowAround } from '@/lib/store/lists';
import { getMessage } from '@/lib/store/messages';
import type { View } from '@/lib/store/schema';
import { MessageWindow, type WindowSnapshot } from './messageWindow';

/** The list of a folder, of all accounts or of one, kept up to date. */
export function useMessageWindow(
  folder: View,
  account: string | null,
): { list: MessageWindow; snapshot: WindowSnapshot } {
  const list = useMemo(() => {
    const shown = { folder, account };
    return new MessageWindow({
      counter: () => listCounter(shown),
      list: (offset, count) => listMessages(shown, offset, count),
      message: getMessage,
      around: (anchor, span) => windowAround(shown, anchor, span),
    });
  }, [folder, account]);
  useEffect(() => {
    void list.refresh();
    return onChange((change) => {
      if (change.kind === 'messages') void list.refresh();
      if (change.kind === 'message') void list.refreshMessage(change.id);
    });
  }, [list]);
  const snapshot = useSyncExternalStore(list.subscribe, list.snapshot, list.snapshot);
  return { list, snapshot };
}
