'use client';

import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { entryState, parseRoute, type Route, routeHref, wayToList } from './route';

/** The route of this tab; follows back and forward. Needs <Suspense> above it. */
export function useRoute(): Route {
  const query = useSearchParams();
  return useMemo(() => parseRoute(new URLSearchParams(query.toString())), [query]);
}

/** Where this tab is now: a render may be late, above all after an await. */
export const here = (): Route => parseRoute(new URLSearchParams(location.search));

/** A step back is on its way: until it has arrived, a second one would leave Postbag. */
let goingBack = false;

if (typeof window !== 'undefined') {
  for (const arrival of ['popstate', 'pageshow']) {
    addEventListener(arrival, () => {
      goingBack = false;
    });
  }
}

/** Opens another place. `replace` leaves no entry behind: going through messages with j must not fill the history. */
export function navigate(route: Partial<Route>, how: 'push' | 'replace' = 'push'): void {
  const state = entryState(how, here(), route, history.state);
  if (how === 'push') history.pushState(state, '', routeHref(route));
  else history.replaceState(state, '', routeHref(route));
}

/** Back to the list: one step back in the history where that is the list, so that a phone's back key agrees. */
export function backToList(): void {
  if (goingBack) return;
  const way = wayToList(here(), history.state);
  if (way === 'back') {
    goingBack = true;
    history.back();
  } else if (way === 'replace') {
    navigate({}, 'replace');
  }
}
