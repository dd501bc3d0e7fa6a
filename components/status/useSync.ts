'use client';

import { useSyncExternalStore } from 'react';
import { getSync, type SyncClient } from '@/lib/sync/client';
import { plenty } from '@/lib/sync/manners';
import type { SyncStatus } from '@/lib/sync/status';

const unknown: SyncStatus = { online: true, shortage: plenty, accounts: [], problem: null };

/** What the sync is doing. Starts this tab's worker. */
export function useSyncStatus(): SyncStatus {
  return useSyncExternalStore(subscribe, snapshot, () => unknown);
}

/** The sync, or null where it cannot run: what is stored can be read all the same. */
export function sync(): SyncClient | null {
  try {
    return getSync();
  } catch (error) {
    console.error('The sync worker did not start:', error);
    return null;
  }
}

const subscribe = (listener: () => void) => sync()?.subscribe(listener) ?? (() => {});
const snapshot = () => sync()?.status() ?? unknown;
