import type { Folder } from '@/lib/store/schema';

/** Where one is inside the one /mail page. */
export interface Route {
  folder: Folder;
  /** The open message. */
  message: number | null;
  /** The page for adding an account, or for signing in again when `account` is given. */
  add: boolean;
  account: string | null;
}

export const inbox: Route = { folder: 'inbox', message: null, add: false, account: null };

/** Reads a query; whatever it does not understand it leaves out, so that no link can break the page. */
export function parseRoute(query: URLSearchParams): Route {
  const message = query.get('message') ?? '';
  const account = query.get('account') ?? '';
  return {
    folder: 'inbox',
    message: /^[1-9]\d{0,14}$/.test(message) ? Number(message) : null,
    add: query.get('add') === '1',
    account: /^[A-Za-z0-9_-]{22}$/.test(account) ? account : null,
  };
}

export function routeHref(route: Partial<Route>): string {
  const { folder, message, add, account } = { ...inbox, ...route };
  const query = new URLSearchParams();
  if (add) {
    query.set('add', '1');
    if (account !== null) query.set('account', account);
  } else {
    query.set('folder', folder);
    if (message !== null) query.set('message', String(message));
  }
  return `/mail?${query}`;
}

/** What a history entry says of itself; it outlives a reload and comes back with its entry. */
interface EntryState {
  /** The entry before this one is the list that the message was opened from. */
  fromList: boolean;
}

const cameFromList = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && (state as Partial<EntryState>).fromList === true;

/** The state of the entry that goes from `before`, whose entry has `state`, to `route`. */
export function entryState(
  how: 'push' | 'replace',
  before: Route,
  route: Partial<Route>,
  state: unknown,
): EntryState {
  if ((route.message ?? null) === null) return { fromList: false };
  return { fromList: how === 'push' ? before.message === null && !before.add : cameFromList(state) };
}

/** How to get from `route`, whose entry has `state`, to the list: by a step back, in its place, or not at all. */
export function wayToList({ message }: Route, state: unknown): 'back' | 'replace' | null {
  if (message === null) return null;
  return cameFromList(state) ? 'back' : 'replace';
}
