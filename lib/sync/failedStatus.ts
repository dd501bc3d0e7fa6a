import type { AccountRecord } from '@/lib/store/records/account';
import type { Shortage } from './manners';
import type { SyncStatus } from './status';
import { troubleOf } from './troubles';

/** What the tabs show while nobody can lead: for each account why nothing is fetched. */
export function failedStatus(
  accounts: readonly AccountRecord[],
  error: unknown,
  online: boolean,
  shortage: Shortage,
): SyncStatus {
  const problem = troubleOf(error);
  return {
    online,
    shortage,
    problem: null,
    accounts: accounts.map(({ id, checkedAt, deferred = null }) => ({
      account: id,
      phase: 'failed',
      got: 0,
      total: 0,
      octetsGot: 0,
      octetsTotal: 0,
      rate: 0,
      checkedAt,
      missing: 0,
      problem,
      deferred,
      next: null,
    })),
  };
}
