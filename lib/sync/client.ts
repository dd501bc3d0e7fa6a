import type { ListingAnswer } from '@/lib/contract/routes';
import { openSyncChannel, type SyncMessage } from './channel';
import { keepWorker } from './keeper';
import { plenty } from './manners';
import { type Telling, watchShortage } from './shortage';
import type { SyncStatus, Trouble } from './status';

/** A tab's view of the sync, wherever it runs. */
export interface SyncClient {
  /** Calls `listener` after each change of the status. Returns the way out. */
  subscribe(listener: () => void): () => void;
  /** The same object until something changes, as `useSyncExternalStore` wants it. */
  status(): SyncStatus;
  /** Calls `listener` with the epoch with which this tab's worker leads, and null when it does not. Returns the way out. */
  onLead(listener: (epoch: number | null) => void): () => void;
  /** Checks for mail now: one account, or all. */
  check(account?: string): void;
  /**
   * What the sign-in of a new account has seen on its server: its first check begins with that. To be called before the
   * account is written down, since the check comes at once then.
   */
  listed(account: string, listing: ListingAnswer): void;
  /** The same, with the large messages that were put off. */
  getAll(): void;
  /** Stops what runs; what is left comes with the next check. */
  stop(account?: string): void;
  /** Stops what runs; no check comes until somebody asks. */
  pause(account?: string): void;
}

/** A leader speaks every second: one that was heard within this lives, ms. */
const lives = 3_000;

let client: SyncClient | null = null;

/** Starts this tab's worker with the first call. */
export function getSync(): SyncClient {
  client ??= startSync();
  return client;
}

function startSync(): SyncClient {
  const url = process.env.NEXT_PUBLIC_SYNC_WORKER;
  if (!url) throw new Error('built without the sync worker');
  const channel = openSyncChannel();
  const listeners = new Set<() => void>();
  const leadListeners = new Set<(epoch: number | null) => void>();
  let lead: number | null = null;
  let status: SyncStatus = { online: navigator.onLine, shortage: plenty, accounts: [], problem: null };
  let heardAt = 0;

  const update = (next: SyncStatus) => {
    status = next;
    for (const listener of listeners) listener();
  };
  const say = (message: SyncMessage) => channel.postMessage(message);
  const hear = ({ data }: MessageEvent<SyncMessage>) => {
    if (data.kind !== 'status' && data.kind !== 'beat') return;
    heardAt = Date.now();
    if (data.kind === 'status') update(data.status);
    else if (status.problem) update({ ...status, problem: null });
  };

  channel.onmessage = hear;
  const keeper = keepWorker(
    (name) => new Worker(url, { type: 'module', name }),
    navigator.locks,
    // Another tab may lead all the same; then nothing is amiss.
    () => setTimeout(() => Date.now() - heardAt > lives && update({ ...status, problem: notStarted }), lives),
    (epoch) => {
      lead = epoch;
      for (const listener of leadListeners) listener(epoch);
    },
  );
  let shortage = plenty;
  const tellTab = (frozen: boolean) => {
    keeper.tell({ visible: document.visibilityState === 'visible', frozen, shortage });
  };
  tellTab(false);
  watchShortage(navigator as Telling, (now) => {
    shortage = now;
    tellTab(false);
  });
  document.addEventListener('visibilitychange', () => {
    tellTab(false);
    if (document.visibilityState === 'visible') say({ kind: 'looked' });
  });
  addEventListener('focus', () => say({ kind: 'looked' }));
  document.addEventListener('freeze', () => tellTab(true));
  document.addEventListener('resume', () => tellTab(false));
  addEventListener('online', () => {
    update({ ...status, online: true });
    keeper.start();
  });
  addEventListener('offline', () => update({ ...status, online: false }));
  say({ kind: 'hello' });

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    status: () => status,
    onLead(listener) {
      leadListeners.add(listener);
      listener(lead);
      return () => {
        leadListeners.delete(listener);
      };
    },
    check(account) {
      keeper.start();
      say({ kind: 'check', ...(account !== undefined && { account }) });
    },
    listed: (account, listing) => say({ kind: 'listed', account, listing }),
    getAll: () => say({ kind: 'check', whole: true }),
    stop: (account) => say({ kind: 'stop', ...(account !== undefined && { account }) }),
    pause: (account) => say({ kind: 'pause', ...(account !== undefined && { account }) }),
  };
}

/** Without a worker nothing is fetched, and all that is stored can still be read. */
const notStarted: Trouble = {
  code: 'worker_failed',
  message: 'The part of Postbag that gets mail did not start.',
  hint: 'Reload the page; the mail on this device can be read meanwhile.',
};
