import { announce } from './changes';
import { type Transaction, tx } from './database';
import { type Came, isExpired, type Lifetime, lastAllowed } from './lifetime';
import type { MessageRecord, RetentionKey } from './schema';

/** The folders that are emptied by themselves of what has been in them for long, or is too much. */
export type Emptied = 'trash' | 'junk';
export type Retention = Readonly<Record<Emptied, Lifetime>>;

const unset: Retention = { trash: { days: 30, messages: 0 }, junk: { days: 30, messages: 0 } };
const keys: Record<Emptied, Record<keyof Lifetime, RetentionKey>> = {
  trash: { days: 'keepTrash', messages: 'newestTrash' },
  junk: { days: 'keepJunk', messages: 'newestJunk' },
};
const most: Lifetime = { days: 36_500, messages: 1_000_000 };

export function readRetention(): Promise<Retention> {
  return tx(['meta'], 'readonly', async (t) => ({
    trash: await lifetimeIn(t, 'trash'),
    junk: await lifetimeIn(t, 'junk'),
  }));
}

async function lifetimeIn(t: Transaction<'readonly' | 'readwrite'>, folder: Emptied): Promise<Lifetime> {
  const meta = t.objectStore('meta');
  const [days, messages] = await Promise.all([meta.get(keys[folder].days), meta.get(keys[folder].messages)]);
  return { days: days?.value ?? unset[folder].days, messages: messages?.value ?? unset[folder].messages };
}

/**
 * @param change whole numbers from 0 (for good, all) on
 * @returns how it was before
 */
export async function setRetention(folder: Emptied, change: Partial<Lifetime>): Promise<Lifetime> {
  const changes = Object.entries(change) as [keyof Lifetime, number][];
  for (const [by, value] of changes)
    if (!Number.isInteger(value) || value < 0 || value > most[by])
      throw new RangeError(`${by}: 0 to ${most[by]}`);
  const before = await tx(['meta'], 'readwrite', async (t) => {
    const stored = await lifetimeIn(t, folder);
    for (const [by, value] of changes) await t.objectStore('meta').put({ key: keys[folder][by], value });
    return stored;
  });
  announce({ kind: 'retention' });
  return before;
}

/** So many records at once: Trash may be large. */
const atOnce = 500;

/**
 * Which messages go from Trash or Junk now, by what is in it at this moment.
 *
 * @param t stands on `meta` and `messages`
 * @param wish instead of what is set
 */
export async function expiredIn(
  t: Transaction<'readonly' | 'readwrite'>,
  folder: Emptied,
  now: number,
  wish?: Lifetime,
): Promise<(record: Came) => boolean> {
  const lifetime = wish ?? (await lifetimeIn(t, folder));
  // Days are told by each message itself, a number by all of them.
  const last = lifetime.messages > 0 ? lastAllowed(await cameInto(t, folder), lifetime) : null;
  return (record) => isExpired(record, lifetime, last, now);
}

async function cameInto(t: Transaction<'readonly' | 'readwrite'>, folder: Emptied): Promise<Came[]> {
  const index = t.objectStore('messages').index('byFolder');
  const came: Came[] = [];
  let page: MessageRecord[] = [];
  let after: (string | number)[] = [folder];
  do {
    page = await index.getAll(IDBKeyRange.bound(after, [folder, []], true), atOnce);
    for (const { id, movedAt, date } of page) {
      came.push({ id, movedAt });
      after = [folder, date, id];
    }
  } while (page.length === atOnce);
  return came;
}

/** Ids of an account's messages that go from Trash or Junk now. */
export function messagesDue(account: string, folder: Emptied, now: number): Promise<number[]> {
  return tx(['meta', 'messages'], 'readonly', async (t) => {
    const expired = await expiredIn(t, folder, now);
    const ids: number[] = [];
    const index = t.objectStore('messages').index('byAccountFolder');
    const range = IDBKeyRange.bound([account, folder], [account, folder, []]);
    for (let cursor = await index.openCursor(range); cursor; cursor = await cursor.continue()) {
      if (expired(cursor.value)) ids.push(cursor.value.id);
    }
    return ids;
  });
}
