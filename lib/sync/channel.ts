import type { ListingAnswer } from '@/lib/contract/routes';
import type { Shortage } from './manners';
import type { SyncStatus } from './status';

/** What tabs and their workers say to one another, over BroadcastChannel. */
export type SyncMessage =
  /** A tab has opened and wants to know how things stand. */
  | { kind: 'hello' }
  /** `whole`: large messages too, whatever the device is short of. */
  | { kind: 'check'; account?: string; whole?: boolean }
  /** What the sign-in of an account has seen on its server, which the tab writes down next. */
  | { kind: 'listed'; account: string; listing: ListingAnswer }
  | { kind: 'stop'; account?: string }
  | { kind: 'pause'; account?: string }
  /** Somebody looks at a tab again. */
  | { kind: 'looked' }
  | { kind: 'status'; status: SyncStatus }
  /** The leader lives; `hidden`: nobody sees its tab. */
  | { kind: 'beat'; hidden: boolean }
  /** The worker of a tab that people see would lead in the place of one that they don't. */
  | { kind: 'claim' };

/** What a worker tells its own tab: that it runs, and whether it leads (null: not any more). */
export type WorkerSays = 'ready' | { lead: number | null };

/** What a tab tells its own worker about itself. */
export interface TabState {
  visible: boolean;
  /** The browser is about to stop it: page and worker. */
  frozen: boolean;
  shortage: Shortage;
}

export function openSyncChannel(): BroadcastChannel {
  return new BroadcastChannel('postbag-sync');
}

/** The lock that the leader's worker holds. */
export const leaderLock = 'postbag-leader';
/** The lock that a worker holds as long as it lives, so that its tab knows when it has died. */
export const lifeLock = (worker: string): string => `postbag-worker-${worker}`;
