import { getFiltering } from '@/lib/junk/client';
import { getIndexing } from '@/lib/search/client';
import { attend } from '@/lib/store/attention';
import type { SyncClient } from '@/lib/sync/client';

/** After mail has come, and after a tab was opened, whoever reads goes first, ms. */
const restFor = 3_000;

let kept = false;

/**
 * Has the search index written, and junk filtered, in the tab that leads, as long as it leads. While mail comes and shortly after, and on a
 * low battery, heads alone are taken in; the bodies follow.
 */
export function keepIndexing(sync: SyncClient): void {
  if (kept) return;
  kept = true;
  const workers = [getIndexing(), getFiltering()];
  const tell = (busy: boolean) => {
    for (const worker of workers) worker.busy(busy);
  };
  let resting: ReturnType<typeof setTimeout> | null = null;
  const hear = () => {
    const { accounts, shortage } = sync.status();
    const busy = shortage.lowBattery || accounts.some(({ phase }) => phase === 'getting');
    if (busy) {
      if (resting) clearTimeout(resting);
      resting = null;
      tell(true);
    } else resting ??= setTimeout(() => tell(false), restFor);
  };
  for (const press of ['pointerdown', 'click', 'keydown', 'wheel'])
    addEventListener(press, attend, { capture: true, passive: true });
  tell(true);
  hear();
  sync.subscribe(hear);
  sync.onLead((epoch) => {
    for (const worker of workers) worker.lead(epoch);
  });
}
