import { getIndexing } from '@/lib/search/client';
import type { SyncClient } from '@/lib/sync/client';

let kept = false;

/**
 * Has the search index written in the tab that leads, as long as it leads. While mail comes, and on a low battery, heads
 * alone are taken in; the bodies follow.
 */
export function keepIndexing(sync: SyncClient): void {
  if (kept) return;
  kept = true;
  const indexing = getIndexing();
  const hear = () => {
    const { accounts, shortage } = sync.status();
    indexing.busy(shortage.lowBattery || accounts.some(({ phase }) => phase === 'getting'));
  };
  hear();
  sync.subscribe(hear);
  sync.onLead((epoch) => indexing.lead(epoch));
}
