import { isPlace } from '@/lib/store/records/places';
import { folders, type View } from '@/lib/store/schema';

/** Where one is inside the one /mail page. */
export interface Route {
  folder: View;
  /** The one account whose part of the folder is shown; null: all accounts. */
  only: string | null;
  /** What is searched for, as it was typed: its results take the place of the folder's list. Null: nothing. */
  q: string | null;
  /** The open message. */
  message: number | null;
  /** The page for adding an account, or for signing in again when `account` is given. */
  add: boolean;
  /** The settings lie over whatever else is open: one of their sections, `all` for their list, null when closed. */
  settings: string | null;
  /** Whom `add` or a section of the settings is about. */
  account: string | null;
}

export const inbox: Route = {
  folder: 'inbox',
  only: null,
  q: null,
  message: null,
  add: false,
  settings: null,
  account: null,
};

const views: readonly View[] = [...folders, 'starred'];
/** Longer queries are cut, as the language of searches does. */
const maxQuery = 2_000;
const accountId = /^[A-Za-z0-9_-]{22}$/;

/** Reads a query; whatever it does not understand it leaves out, so that no link can break the page. */
export function parseRoute(query: URLSearchParams): Route {
  const message = query.get('message') ?? '';
  const account = query.get('account') ?? '';
  const settings = query.get('settings') ?? '';
  const only = query.get('only') ?? '';
  const folder = query.get('folder') ?? '';
  const q = (query.get('q') ?? '').slice(0, maxQuery);
  return {
    folder: isPlace(folder) ? folder : (views.find((view) => view === folder) ?? 'inbox'),
    only: accountId.test(only) ? only : null,
    q: q.trim() === '' ? null : q,
    message: /^[1-9]\d{0,14}$/.test(message) ? Number(message) : null,
    add: query.get('add') === '1',
    settings: /^[a-z]{1,20}$/.test(settings) ? settings : null,
    account: accountId.test(account) ? account : null,
  };
}

export function routeHref(route: Partial<Route>): string {
  const { folder, only, q, message, add, settings, account } = { ...inbox, ...route };
  const query = new URLSearchParams();
  if (add) {
    query.set('add', '1');
  } else {
    query.set('folder', folder);
    if (only !== null) query.set('only', only);
    if (q !== null) query.set('q', q);
    if (message !== null) query.set('message', String(message));
  }
  if (settings !== null) query.set('settings', settings);
  if (account !== null && (add || settings !== null)) query.set('account', account);
  return `/mail?${query}`;
}

export type ListRoute = Pick<Route, 'folder' | 'only' | 'q'>;

/** The list that a route shows, without what is open in it. */
export function listOf({ folder, only, q }: ListRoute): ListRoute {
  return { folder, only, q };
}

/** What a history entry says of itself; it outlives a reload and comes back with its entry. */
interface EntryState {
  /** The entry before this one is the list that the message was opened from. */
  fromList: boolean;
  /** So many steps back from here the settings were not open yet; 0 where that is not known, as with a link. */
  settingsDepth: number;
}

const depthOf = (state: unknown): number => {
  const depth =
    typeof state === 'object' && state !== null ? (state as Partial<EntryState>).settingsDepth : 0;
  return Number.isSafeInteger(depth) ? Number(depth) : 0;
};

const cameFromList = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && (state as Partial<EntryState>).fromList === true;

/** The state of the entry that goes from `before`, whose entry has `state`, to `route`. */
export function entryState(
  how: 'push' | 'replace',
  before: Route,
  route: Partial<Route>,
  state: unknown,
): EntryState {
  const settingsDepth = settingsDepthOf(how, before, route, state);
  if ((route.message ?? null) === null) return { fromList: false, settingsDepth };
  const listBefore = before.message === null && !before.add && before.settings === null;
  return { fromList: how === 'push' ? listBefore : cameFromList(state), settingsDepth };
}

function settingsDepthOf(
  how: 'push' | 'replace',
  before: Route,
  route: Partial<Route>,
  state: unknown,
): number {
  if ((route.settings ?? null) === null) return 0;
  if (how === 'replace') return depthOf(state);
  if (before.settings === null) return 1;
  const depth = depthOf(state);
  return depth > 0 ? depth + 1 : 0;
}

/** How to get from `route`, whose entry has `state`, to the list: by a step back, in its place, or not at all. */
export function wayToList({ message }: Route, state: unknown): 'back' | 'replace' | null {
  if (message === null) return null;
  return cameFromList(state) ? 'back' : 'replace';
}

/** How to close the settings: by so many steps back in the history, or in their place (0), or they are not open. */
export function wayOutOfSettings({ settings }: Route, state: unknown): number | null {
  return settings === null ? null : depthOf(state);
}

/** How to get from a section to the list of sections: a step back where the list was before it, or in its place. */
export function wayToSections(state: unknown): 'back' | 'replace' {
  return depthOf(state) > 1 ? 'back' : 'replace';
}
