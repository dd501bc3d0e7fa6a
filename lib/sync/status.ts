import type { Problem, ProblemCode } from '@/lib/contract/errors';
import type { AccountRecord, Quarantine } from '@/lib/store/records/account';
import type { Next, Shortage } from './manners';

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
  phase: 'waiting' | 'checking' | 'getting' | 'idle' | 'paused' | 'stopped' | 'failed' | 'signed-out';
  /** This round: messages and octets stored so far, and wanted in all (octets as LIST announced them). */
  got: number;
  total: number;
  octetsGot: number;
  octetsTotal: number;
  /** Octets a second over the last few seconds; 0 when unknown. */
  rate: number;
  /** When the server was last asked with success, ms since 1970; null: never. */
  checkedAt: number | null;
  /** Messages that the server lists and that are not here after this round. */
  missing: number;
  /** Of them, those that are left there: too large for what may come, or without a name of their own. Absent: none. */
  leftOut?: number;
  problem: Trouble | null;
  /** Large messages that wait until the device is no longer short of something, or the user asks for them. */
  deferred: { messages: number; octets: number } | null;
  /** When it is checked next, and what is waited for; null: when somebody asks. `at` in ms since 1970. */
  next: Next | null;
  /** What a person should know of the server, though nothing failed. */
  notices?: readonly ServerNotice[];
}

/**
 * `quarantine`: its listing contradicts what is known, so that nothing is deleted and nothing forgotten.
 * `ignores-deletion`: it accepted deletions and did not delete. `removes-itself`: it says that it keeps nothing that was
 * retrieved (EXPIRE 0), or mail leaves it without our doing.
 */
export type ServerNotice =
  | ({ kind: 'quarantine' } & Quarantine)
  | { kind: 'ignores-deletion' }
  /** `asks`: nothing is retrieved before the person has said that it may. */
  | { kind: 'removes-itself'; announced: boolean; asks: boolean };

/** What is to be told of an account, from what is noted of it. */
export function noticesOf({
  quarantine,
  ignoresDeletion,
  removesItself,
  acceptsExpiry,
  capabilities,
}: Pick<
  AccountRecord,
  'quarantine' | 'ignoresDeletion' | 'removesItself' | 'acceptsExpiry' | 'capabilities'
>): ServerNotice[] {
  const announced = capabilities.expire === 0;
  return [
    ...(quarantine ? [{ kind: 'quarantine' as const, ...quarantine }] : []),
    ...(ignoresDeletion ? [{ kind: 'ignores-deletion' as const }] : []),
    ...(announced || removesItself
      ? [{ kind: 'removes-itself' as const, announced, asks: announced && !acceptsExpiry }]
      : []),
  ];
}

export interface SyncStatus {
  online: boolean;
  shortage: Shortage;
  accounts: AccountStatus[];
  /** Why nobody fetches anything: the worker of this tab does not run, and no other tab leads. */
  problem: Trouble | null;
}
