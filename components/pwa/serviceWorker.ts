import { NavigationRoute, type PrecacheEntry, Route, Serwist } from 'serwist';

/**
 * Keeps the app itself, never mail and never an answer of the bridge: it answers for the files that the build lists
 * and for nothing else, so everything under `/api` goes to the network untouched. A new version is installed beside
 * the old one and waits; it takes over when the page says `SKIP_WAITING`, which is the person's word (useUpdate.ts).
 */

/** Put here by the build. */
declare const PRECACHE_ENTRIES: PrecacheEntry[];

const serwist = new Serwist({
  precacheEntries: PRECACHE_ENTRIES,
  precacheOptions: {
    // Next varies the shell on its router headers. The query must count in the cache, where it holds the revision:
    // while a new version waits, shells of both lie side by side.
    matchOptions: { ignoreVary: true },
    // Addresses match exactly: a router's request for `/mail?_rsc=…` must not get the page.
    ignoreURLParametersMatching: [],
    cleanURLs: false,
    directoryIndex: null,
    cleanupOutdatedCaches: true,
  },
  // At the first visit only: no older version can be there, and the page may go offline at once.
  clientsClaim: true,
});

// Any query is for the page to read: `/mail?…` is the same shell for all of them.
serwist.registerRoute(
  new NavigationRoute(serwist.createHandlerBoundToUrl('/mail'), { allowlist: [/^\/mail\/?(?:\?|$)/] }),
);
serwist.registerRoute(
  new Route(({ url, request }) => request.mode === 'navigate' && url.pathname === '/', {
    handle: async () => Response.redirect('/mail', 302),
  }),
);
serwist.addEventListeners();

// What goes to the network anyway need not go through here: where the browser can be told so, each request of the bridge
// is spared the way through this worker, which may have to be started for it.
addEventListener('install', (event) => {
  const { addRoutes } = event as Routing;
  addRoutes?.call(event, { condition: { urlPattern: '/api/*' }, source: 'network' });
});

/** Of the worker's own world, which the DOM's types do not know. */
interface WorkerClient {
  url: string;
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}
/** https://w3c.github.io/ServiceWorker/#dom-installevent-addroutes: not in every browser yet. */
interface Routing extends Event {
  addRoutes?(rule: { condition: { urlPattern: string }; source: 'network' }): Promise<void>;
}
interface NotificationPress extends Event {
  notification: Notification & { data: { message: number | null } | null };
  waitUntil(work: Promise<unknown>): void;
}
declare const clients: {
  matchAll(options: { type: 'window' }): Promise<readonly WorkerClient[]>;
  openWindow(url: string): Promise<unknown>;
};

// A notification of new mail was pressed: the message opens in the tab that there is, or in a new one.
addEventListener('notificationclick', (event) => {
  const { notification, waitUntil } = event as NotificationPress;
  notification.close();
  const message = notification.data?.message ?? null;
  const open = async () => {
    const [tab] = await clients.matchAll({ type: 'window' });
    if (!tab) return clients.openWindow(message === null ? '/mail' : `/mail?message=${message}`);
    await tab.focus();
    tab.postMessage({ kind: 'notification', message });
  };
  waitUntil.call(event, open());
});
