import type { Problem } from '@/lib/contract/errors';

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
  problem: Problem | null;
}

export interface SyncStatus {
  online: boolean;
  accounts: AccountStatus[];
}
