'use client';

import { useSyncExternalStore } from 'react';
import { applyUpdate, isUpdateWaiting, onUpdateWaiting } from './registration';

export { registerServiceWorker } from './registration';

/**
 * Whether a new version is installed and waits, and how to change to it. It never takes over by itself: `apply` is for
 * the person's click. Applying reloads every tab of Postbag, since all of them share one service worker.
 */
export function useUpdate(): { waiting: boolean; apply: () => void } {
  const waiting = useSyncExternalStore(onUpdateWaiting, isUpdateWaiting, () => false);
  return { waiting, apply: applyUpdate };
}
