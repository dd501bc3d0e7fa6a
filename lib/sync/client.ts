import { openSyncChannel, type SyncMessage } from './channel';
import type { SyncStatus } from './status';

/** A tab's view of the sync, wherever it runs. */
export interface SyncClient {
  /** Calls `listener` after each change of the status. Returns the way out. */
  subscribe(listener: () => void): () => void;
  /** The same object until something changes, as `useSyncExternalStore` wants it. */
  status(): SyncStatus;
  /** Checks for mail now: one account, or all. */
  check(account?: string): void;
  /** Stops what runs; it goes on from there at the next check that somebody asks for. */
  stop(account?: string): void;
}

let client: SyncClient | null = null;

/** Starts this tab's worker with the first call. */
export function getSync(): SyncClient {
  client ??= startSync();
  return client;
}

function startSync(): SyncClient {
  const url = process.env.NEXT_PUBLIC_SYNC_WORKER;
  if (!url) throw new Error('built without the sync worker');
  const worker = new Worker(url, { type: 'module', name: 'postbag-sync' });
  const channel = openSyncChannel();
  const listeners = new Set<() => void>();
  let status: SyncStatus = { online: navigator.onLine, accounts: [] };

  const update = (next: SyncStatus) => {
    status = next;
    for (const listener of listeners) listener();
  };
  const say = (message: SyncMessage) => channel.postMessage(message);

  channel.onmessage = ({ data }: MessageEvent<SyncMessage>) => {
    if (data.kind === 'status') update(data.status);
  };
  addEventListener('online', () => update({ ...status, online: true }));
  addEventListener('offline', () => update({ ...status, online: false }));
  // Without a worker nothing is fetched, and all that is stored can still be read.
  worker.addEventListener('error', (event) => event.preventDefault());
  say({ kind: 'hello' });

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    status: () => status,
    check: (account) => say({ kind: 'check', ...(account !== undefined && { account }) }),
    stop: (account) => say({ kind: 'stop', ...(account !== undefined && { account }) }),
  };
}
