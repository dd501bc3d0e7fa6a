import { type Transaction, tx } from './database';
import type { Lifetime } from './lifetime';
import { type Emptied, expiredIn } from './retention';
import type { MessageRecord } from './schema';

/** The stores that `stayingOf` needs. */
const expiryStores = ['junkLessons', 'junkVerdicts'] as const satisfies string[];

/**
 * Of messages in Junk, those that time does not empty: the filter alone put them there, and nobody has said so, blocked
 * their sender, or opened and left them. The filter may be wrong, and it never deletes.
 */
export async function stayingOf(
  t: Transaction<'readonly' | 'readwrite'>,
  messages: readonly Pick<MessageRecord, 'id' | 'folder' | 'unread'>[],
): Promise<Set<number>> {
  const staying = new Set<number>();
  for (const { id, folder, unread } of messages) {
    if (folder !== 'junk' || !unread) continue;
    const verdict = await t.objectStore('junkVerdicts').get(id);
    if (verdict?.verdict !== 'junk' || verdict.reason === 'blocked') continue;
    if ((await t.objectStore('junkLessons').get(id))?.want !== 'junk') staying.add(id);
  }
  return staying;
}

export interface ExpiryPreview {
  /** What would be deleted from this device for good. */
  going: { messages: number; octets: number };
  /** How many have had their time and stay: see `stayingOf`. */
  staying: number;
}

/** What would go now from Trash or Junk of all accounts, were mail kept there for so long. */
export function previewExpiry(folder: Emptied, wish: Lifetime, now: number): Promise<ExpiryPreview> {
  return tx(['meta', 'messages', ...expiryStores], 'readonly', async (t) => {
    const expired = await expiredIn(t, folder, now, wish);
    const found = { going: { messages: 0, octets: 0 }, staying: 0 };
    const index = t.objectStore('messages').index('byFolder');
    const range = IDBKeyRange.bound([folder], [folder, []]);
    for (let cursor = await index.openCursor(range); cursor; cursor = await cursor.continue()) {
      const record = cursor.value;
      if (!expired(record)) continue;
      if ((await stayingOf(t, [record])).has(record.id)) found.staying += 1;
      else {
        found.going.messages += 1;
        found.going.octets += record.size;
      }
    }
    return found;
  });
}
