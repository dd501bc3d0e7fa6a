'use client';

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { folderList, type ShownList } from '@/components/mailbox/shownList';
import { useGrouped } from '@/components/mailbox/useGrouped';
import type { Route } from '@/components/shell/route';
import type { Order } from '@/lib/search/mailbox';
import { onChange } from '@/lib/store/changes';
import { SearchList, type SearchState } from './searchList';

export interface Searching {
  /** As it was typed. */
  query: string;
  state: SearchState;
  order: Order;
  setOrder: (order: Order) => void;
}

const askEngine = () => import('./engine').then(({ ask }) => ask);
/** Mail that arrives, or an index that grows, has the search asked again no more often than this, ms. */
const againAfter = 400;

/** What the list shows: a folder, or the results of a search over all mail. */
export function useShownList({ folder, only, q }: Pick<Route, 'folder' | 'only' | 'q'>): {
  shown: ShownList;
  searching: Searching | null;
} {
  const searches = q !== null;
  const search = useMemo(() => (searches ? new SearchList(askEngine) : null), [searches]);
  const grouped = useGrouped(folder);
  const inFolder = useMemo(() => folderList(folder, only, grouped), [folder, only, grouped]);
  const [order, setOrder] = useState<Order>('newest');
  useEffect(() => {
    if (search && q !== null) search.search(q, order);
  }, [search, q, order]);
  useEffect(() => {
    if (!search) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onChange(({ kind }) => {
      if (kind !== 'messages' && kind !== 'index') return;
      timer ??= setTimeout(() => {
        timer = undefined;
        search.again();
      }, againAfter);
    });
    return () => {
      stop();
      clearTimeout(timer);
      search.end();
    };
  }, [search]);
  const state = useSyncExternalStore(search?.subscribe ?? never, search?.state ?? none, none);
  return {
    shown: search ?? inFolder,
    searching: search && q !== null && state ? { query: q, state, order, setOrder } : null,
  };
}

const never = () => () => {};
const none = () => null;
