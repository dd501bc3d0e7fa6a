import { onChange } from '@/lib/store/changes';
import { tx } from '@/lib/store/database';

/**
 * Does something else as soon as `work` has told that messages moved, and keeps `work` from the accounts until that is done:
 * what `work` has not written by then about deletions, it writes too late.
 */
export async function amid(work: () => Promise<unknown>, other: () => Promise<unknown>): Promise<void> {
  let free = false;
  let meanwhile: Promise<unknown> | null = null;
  const stop = onChange(({ kind }) => {
    if (kind !== 'messages' || meanwhile) return;
    const held = tx(['accounts'], 'readwrite', async (t) => {
      while (!free) await t.objectStore('accounts').count();
    });
    meanwhile = Promise.all([held, other().finally(() => (free = true))]);
  });
  await work().finally(() => (free = true));
  stop();
  if (!meanwhile) throw new Error('it never told that messages moved');
  await meanwhile;
}
