'use client';

import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { onChange } from '@/lib/store/changes';
import { folderCounter } from '@/lib/store/counters';
import { getMessage, listMessages, windowAround } from '@/lib/store/messages';
import type { Folder } from '@/lib/store/schema';
import { MessageWindow, type WindowSnapshot } from './messageWindow';

/** The list of a folder, kept up to date. */
export function useMessageWindow(folder: Folder): { list: MessageWindow; snapshot: WindowSnapshot } {
  const list = useMemo(
    () =>
      new MessageWindow({
        counter: () => folderCounter(folder),
        list: (offset, count) => listMessages(folder, offset, count),
        message: getMessage,
        around: (anchor, span) => windowAround(folder, anchor, span),
      }),
    [folder],
  );
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
