'use client';

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { folderList, type ShownList } from '@/components/mailbox/shownList';
import { useGrouped } from '@/components/mailbox/useGrouped';
import type { Route } from '@/components/shell/route';
import type { Order } from '@/lib/search/mailbox';
import { onChange } from '@/lib/store/changes';
import { getMessage } from '@/lib/store/messages';
import type { SearchList } from './searchList';
import { begun, type SearchState } from './searchState';

export interface Searching {
  /** As it was typed. */
  query: string;
  state: SearchState;
  order: Order;
  setOrder: (order: Order) => void;
}

/** What searches comes when somebody searches. */
const engine = () => Promise.all([import('./searchList'), import('./engine')]);
/** Mail that arrives, or an index that grows, has the search asked again no more often than this, ms. */
const againAfter = 400;

/** What the list shows: a folder, or the results of a search over all mail. */
export function useShownList({ folder, only, q }: Pick<Route, 'folder' | 'only' | 'q'>): {
  shown: ShownList;
  searching: Searching | null;
} {
  const searches = q !== null;
  const grouped = useGrouped(searches ? 'search' : folder);
  const inFolder = useMemo(() => folderList(folder, only, grouped), [folder, only, grouped]);
  const [search, setSearch] = useState<SearchList | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const [order, setOrder] = useState<Order>('newest');
  useEffect(() => {
    if (!searches) return;
    let left = false;
    engine().then(
      ([{ SearchList }, { ask }]) => left || setSearch(new SearchList(ask, grouped)),
      // The code did not come: the bridge is out of reach, and nobody has searched here before.
      (error: Error) => left || setFailure(error),
    );
    return () => {
      left = true;
      setSearch(null);
      setFailure(null);
    };
  }, [searches, grouped]);
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
  const state = useSyncExternalStore(search?.subscribe ?? never, search?.state ?? begins, begins);
  if (q === null) return { shown: inFolder, searching: null };
  const failed = failure && { ...begun, query: q, error: failure };
  return { shown: search ?? empty, searching: { query: q, state: failed ?? state, order, setOrder } };
}

const never = () => () => {};
const begins = () => begun;

/** What a search shows before its code is here. */
const empty: ShownList = {
  source: {
    counter: async () => ({ total: 0, unread: 0 }),
    list: async () => [],
    message: getMessage,
    around: async () => ({ total: 0, unread: 0, place: null, offset: 0, rows: [] }),
  },
  ids: async () => [],
  members: async (rows) => rows,
  position: async () => -1,
  range: async () => [],
  subscribe: never,
};
