import type { SyncStatus } from './status';

/** What tabs and the leader's worker say to one another, over BroadcastChannel. */
export type SyncMessage =
  /** A tab has opened and wants to know how things stand. */
  | { kind: 'hello' }
  | { kind: 'check'; account?: string }
  | { kind: 'stop'; account?: string }
  | { kind: 'status'; status: SyncStatus };

export function openSyncChannel(): BroadcastChannel {
  return new BroadcastChannel('postbag-sync');
}
