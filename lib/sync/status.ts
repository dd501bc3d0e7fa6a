import type { Problem, ProblemCode } from '@/lib/contract/errors';

/** What can go wrong on the browser's side, beside what the bridge reports. */
export type TroubleCode =
  | ProblemCode
  | 'unreachable_bridge'
  | 'storage_full'
  | 'storage_failed'
  | 'worker_failed';

/** A problem as the interface shows it: the bridge's, or the browser's own. */
export interface Trouble extends Omit<Problem, 'code'> {
  code: TroubleCode;
}

/** What the leader is doing for one account; sent to every tab, several times a second at most. */
export interface AccountStatus {
  account: string;
  phase: 'waiting' | 'checking' | 'getting' | 'idle' | 'stopped' | 'failed' | 'signed-out';
  /** This round: messages and octets stored so far, and wanted in all (octets as LIST announced them). */
  got: number;
  total: number;
  octetsGot: number;
  octetsTotal: number;
  /** Octets a second over the last few seconds; 0 when unknown. */
  rate: number;
  /** When the server was last asked with success, ms since 1970; null: never. */
  checkedAt: number | null;
  /** Messages that the server lists but would not hand over in this round. */
  missing: number;
  problem: Trouble | null;
}

export interface SyncStatus {
  online: boolean;
  accounts: AccountStatus[];
  /** Why nobody fetches anything: the worker of this tab does not run, and no other tab leads. */
  problem: Trouble | null;
}
