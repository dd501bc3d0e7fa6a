import { tx } from './database';
import { type Before, markStores, tell, writeChanges } from './marks';
import { isOwnFolder } from './records/places';

/** So many come back in one transaction. */
const atOnce = 200;

/** When the next snoozed message is due, ms since 1970; null: none is snoozed. */
export function nextWaking(): Promise<number | null> {
  return tx(['messages'], 'readonly', async (t) => {
    const cursor = await t.objectStore('messages').index('bySnooze').openKeyCursor();
    return cursor ? cursor.key : null;
  });
}

/**
 * Brings back what is due: to the folder that it came from, unread, and pinned, since the list goes by date and nobody
 * would see it at its own. May run in several tabs at once: what one has brought back the next does not find.
 *
 * @param now ms since 1970
 * @returns how many came back
 */
export async function wakeDue(now: number): Promise<number> {
  let woken = 0;
  for (;;) {
    const { before, after } = await tx([...markStores], 'readwrite', async (t) => {
      const due = await t
        .objectStore('messages')
        .index('bySnooze')
        .getAll(IDBKeyRange.upperBound(now), atOnce);
      const folders = new Set<string>(await t.objectStore('folders').getAllKeys());
      const changes = due.map(({ id, snooze }): Before => {
        const from = snooze?.from ?? 'inbox';
        const folder = isOwnFolder(from) && !folders.has(from) ? 'inbox' : from;
        return { id, folder, movedAt: now, unread: true, pinned: true };
      });
      return writeChanges(t, changes);
    });
    tell(before, after);
    woken += before.length;
    if (before.length < atOnce) return woken;
  }
}
