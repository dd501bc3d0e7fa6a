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
