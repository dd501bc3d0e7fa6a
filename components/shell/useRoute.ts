'use client';

import { useMemo, useSyncExternalStore } from 'react';
import {
  entryState,
  listOf,
  parseRoute,
  type Route,
  routeHref,
  wayOutOfSettings,
  wayToList,
  wayToSections,
} from './route';

const followers = new Set<() => void>();

function follow(follower: () => void): () => void {
  followers.add(follower);
  return () => {
    followers.delete(follower);
  };
}

/**
 * The route of this tab; follows back and forward. Not by Next's router, which gets there in a transition: between press
 * and paint that yields several times, and what was asked for is drawn in one go here. It is not even told: it would draw
 * itself anew for each message, and write the address once more, when another one may be open.
 */
export function useRoute(): Route {
  const query = useSyncExternalStore(
    follow,
    () => location.search,
    () => '',
  );
  return useMemo(() => parseRoute(new URLSearchParams(query)), [query]);
}

/** Where this tab is now: a render may be late, above all after an await. */
export const here = (): Route => parseRoute(new URLSearchParams(location.search));

/** A step back is on its way: until it has arrived, a second one would leave Postbag. */
let goingBack = false;

const arrived = () => {
  goingBack = false;
};

if (typeof window !== 'undefined') {
  const wentBack = (event: Event) => {
    event.stopImmediatePropagation();
    arrived();
    for (const follower of followers) follower();
  };
  // Capturing: before the router's own listener, whichever was there first.
  addEventListener('popstate', wentBack, true);
  addEventListener('pageshow', arrived);
}

/** Opens another place. `replace` leaves no entry behind: going through messages with j must not fill the history. */
export function navigate(route: Partial<Route>, how: 'push' | 'replace' = 'push'): void {
  // By this mark the router knows entries that are its own, and lets them pass.
  const state = { ...history.state, ...entryState(how, here(), route, history.state), __NA: true };
  if (how === 'push') history.pushState(state, '', routeHref(route));
  else history.replaceState(state, '', routeHref(route));
  for (const follower of followers) follower();
}

/** Back to the list: one step back in the history where that is the list, so that a phone's back key agrees. */
export function backToList(): void {
  if (goingBack) return;
  const way = wayToList(here(), history.state);
  if (way === 'back') {
    goingBack = true;
    history.back();
  } else if (way === 'replace') {
    navigate(listOf(here()), 'replace');
  }
}

/** Opens a section of the settings over what is open, or their list (`all`). `replace` goes from section to section. */
export function openSettings(
  section: string,
  account: string | null = null,
  how: 'push' | 'replace' = 'push',
): void {
  navigate({ ...here(), settings: section, account }, how);
}

/** Closes the settings: what was open before them is open again, and their entries are behind us in the history. */
export function closeSettings(): void {
  if (goingBack) return;
  const steps = wayOutOfSettings(here(), history.state);
  if (steps === null) return;
  if (steps > 0) {
    goingBack = true;
    history.go(-steps);
  } else {
    navigate({ ...here(), settings: null, account: null }, 'replace');
  }
}

/** On a phone, where the list of sections is a page of its own: back from a section to it. */
export function backToSections(): void {
  if (goingBack) return;
  if (wayToSections(history.state) === 'back') {
    goingBack = true;
    history.back();
  } else {
    openSettings('all', here().account, 'replace');
  }
}
