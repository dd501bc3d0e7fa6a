import { trustedServiceWorker } from './trustedTypes';

/**
 * The service worker's life as a page sees it:
 *
 *   first visit    register ─► install ─► activate ─► claims this page            (no reload)
 *   new version    update found ─► installed ─► WAITS ─► apply() in any one tab
 *                       ─► SKIP_WAITING ─► controllerchange in every tab ─► each reloads
 */

/** A tab may stay open for weeks; the browser itself looks for a new version only when a page is loaded. */
const lookEveryMs = 60 * 60 * 1000;

const listeners = new Set<() => void>();
let waiting: ServiceWorker | null = null;
let started = false;

function setWaiting(worker: ServiceWorker | null): void {
  if (worker === waiting) return;
  waiting = worker;
  for (const listener of listeners) listener();
}

/** Without a controller there is no older version: what was just installed is the first one, not an update. */
function noteInstalled(registration: ServiceWorkerRegistration): void {
  setWaiting(navigator.serviceWorker.controller ? registration.waiting : null);
}

function watch(registration: ServiceWorkerRegistration): void {
  noteInstalled(registration);
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', () => noteInstalled(registration));
  });
  let looked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - looked < lookEveryMs) return;
    looked = Date.now();
    // Offline, or the server is down: the next time will do.
    registration.update().catch(() => {});
  });
}

function reloadWhenTakenOver(container: ServiceWorkerContainer): void {
  let controlled = container.controller !== null;
  container.addEventListener('controllerchange', () => {
    // The first one merely took charge of a page that had none.
    if (controlled) location.reload();
    controlled = true;
  });
}

/**
 * Registers `/sw.js` once; later calls do nothing. Does nothing in development, in browsers without service workers,
 * and outside secure contexts. A failure leaves the app working, online only.
 */
export function registerServiceWorker(): void {
  if (started || process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return;
  started = true;
  reloadWhenTakenOver(navigator.serviceWorker);
  navigator.serviceWorker
    .register(trustedServiceWorker(), { scope: '/', updateViaCache: 'none' })
    .then(watch, (problem: unknown) => console.warn('Postbag cannot be kept for offline use:', problem));
}

/** Tells the waiting version to take over; every tab then reloads. */
export function applyUpdate(): void {
  waiting?.postMessage({ type: 'SKIP_WAITING' });
}

export const isUpdateWaiting = (): boolean => waiting !== null;

/** @returns how to stop listening */
export function onUpdateWaiting(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
