'use client';

import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { parseRoute, type Route, routeHref } from './route';

/** The route of this tab; follows back and forward. Needs <Suspense> above it. */
export function useRoute(): Route {
  const query = useSearchParams();
  return useMemo(() => parseRoute(new URLSearchParams(query.toString())), [query]);
}

/** True while the history entry before this one is the list that a message was opened from. */
let cameFromList = false;

if (typeof window !== 'undefined') {
  addEventListener('popstate', () => {
    cameFromList = false;
  });
}

/** Opens another place. `replace` leaves no entry behind: going through messages with j must not fill the history. */
export function navigate(route: Partial<Route>, how: 'push' | 'replace' = 'push'): void {
  const before = parseRoute(new URLSearchParams(location.search));
  if (how === 'push') {
    cameFromList = before.message === null && !before.add && (route.message ?? null) !== null;
    history.pushState(null, '', routeHref(route));
  } else {
    history.replaceState(null, '', routeHref(route));
  }
}

/** Back to the list: one step back in the history where that is the list, so that a phone's back key agrees. */
export function backToList(): void {
  if (cameFromList) history.back();
  else navigate({ message: null });
}
