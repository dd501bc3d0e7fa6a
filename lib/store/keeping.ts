import { announce } from './changes';
import { type Transaction, tx } from './database';
import { askDeletion, deletionStores, tellDeletions, withdrawDeletion } from './deletions';
import { leaderTx } from './leadership';
import { type Before, markStores, restoreMessages, tell, writeChanges } from './marks';
import { getMessages } from './messages';
import type { KeepingRecord, TidiedRecord } from './records/keeping';
import { isLabel } from './records/places';
import type { MessageRecord } from './schema';

const day = 86_400_000;
/** So many in one transaction. */
const atOnce = 200;
/** Of each clearing so many subjects are kept, and so many clearings. */
const [subjectsKept, journalKept] = [5, 200];

/** How long mail stays in each place for which something was chosen. */
export function readKeeping(): Promise<KeepingRecord[]> {
  return tx(['keeping'], 'readonly', (t) => t.objectStore('keeping').getAll());
}

/** What somebody has chosen for a place: enough for `restoreKeeping`. */
export interface KeepingChange {
  place: KeepingRecord['place'];
  /** What was chosen before; null: mail stayed for good. */
  before: KeepingRecord | null;
  /** The journal's last entry of before; 0: there was none. */
  journal: number;
}

/** @throws RangeError where it would keep nothing, or everything, or send mail to where it is */
export async function setKeeping(keeping: KeepingRecord): Promise<KeepingChange> {
  const { place, days, messages, to } = keeping;
  const isCount = (count: number | null) =>
    count === null || (Number.isInteger(count) && count >= 1 && count <= 1_000_000);
  if (!isCount(days) || !isCount(messages) || (days === null && messages === null))
    throw new RangeError('days or messages: a whole number from 1');
  if (place === 'archive' && to === 'archive') throw new RangeError('it is in Archive already');
  return choose(place, keeping);
}

/** From now on mail stays there for good. */
export function endKeeping(place: KeepingRecord['place']): Promise<KeepingChange> {
  return choose(place, null);
}

async function choose(place: KeepingRecord['place'], next: KeepingRecord | null): Promise<KeepingChange> {
  const change = await tx(['keeping', 'tidied'], 'readwrite', async (t) => {
    const keeping = t.objectStore('keeping');
    const before = (await keeping.get(place)) ?? null;
    await (next ? keeping.put(next) : keeping.delete(place));
    const last = await t.objectStore('tidied').openKeyCursor(null, 'prev');
    return { place, before, journal: last?.key ?? 0 };
  });
  announce({ kind: 'retention' });
  return change;
}

/**
 * Takes a choice back, and brings back what was moved because of it: what still lies where that put it, and is no longer
 * asked to leave its server.
 */
export async function restoreKeeping({ place, before, journal }: KeepingChange): Promise<void> {
  // First the choice: nothing more is moved then.
  await choose(place, before);
  const moved = await tx(['tidied'], 'readonly', (t) =>
    t.objectStore('tidied').getAll(IDBKeyRange.lowerBound(journal, true)),
  );
  for (const { place: from, to, server, were = [] } of moved) {
    if (from !== place) continue;
    const there = (await getMessages(were.map(({ id }) => id))).filter(({ folder }) => folder === to);
    if (server) await withdrawDeletion(there);
    const ids = new Set(there.map(({ id }) => id));
    await restoreMessages({ before: were.filter(({ id }) => ids.has(id)) });
  }
}

/** What has been moved, the latest first. */
export async function readTidied(count: number): Promise<TidiedRecord[]> {
  return tx(['tidied'], 'readonly', async (t) => {
    const rows: TidiedRecord[] = [];
    let cursor = await t.objectStore('tidied').openCursor(null, 'prev');
    while (cursor && rows.length < count) {
      rows.push(cursor.value);
      cursor = await cursor.continue();
    }
    return rows;
  });
}

/** What would go, were it asked for now. */
export async function previewKeeping(
  keeping: KeepingRecord,
  now: number,
): Promise<{ messages: number; octets: number; first: MessageRecord[] }> {
  const ids = await dueIds(keeping, now);
  const found = { messages: 0, octets: 0, first: [] as MessageRecord[] };
  for (let at = 0; at < ids.length; at += atOnce) {
    const part = ids.slice(at, at + atOnce);
    const records = await tx(['messages'], 'readonly', (t) =>
      Promise.all(part.map((id) => t.objectStore('messages').get(id))),
    );
    for (const record of records) {
      if (!record || !goes(record, keeping)) continue;
      found.messages += 1;
      found.octets += record.size;
      if (found.first.length < subjectsKept) found.first.push(record);
    }
  }
  return found;
}

/** Ids of what is older, or behind the newest, the newest first; marks are not looked at. */
function dueIds({ place, days, messages }: KeepingRecord, now: number): Promise<number[]> {
  return tx(['messages'], 'readonly', async (t) => {
    const store = t.objectStore('messages');
    const index = isLabel(place) ? store.index('byLabel') : store.index('byFolder');
    const keys = async (to: IDBValidKey[]) =>
      (await (index as { getAllKeys(range: IDBKeyRange): Promise<number[]> }).getAllKeys(
        IDBKeyRange.bound([place], [place, ...to]),
      )) as number[];
    const old = days === null ? [] : await keys([now - days * day, []]);
    const all = messages === null ? [] : await keys([[]]);
    const behind = messages === null ? [] : all.slice(0, Math.max(0, all.length - messages));
    // Both are the lower end of one list: the longer one holds the other.
    return (old.length > behind.length ? old : behind).reverse();
  });
}

/** As it is in the moment in which it would go: somebody may have moved it, or given it a star. */
function goes(record: MessageRecord, { place, to }: KeepingRecord): boolean {
  if (record.starred || record.pinned || record.folder === to) return false;
  const there = isLabel(place) ? record.labels?.includes(place) : record.folder === place;
  // A label's mail is cleared where it lies; Trash, Junk and what is snoozed have their own time.
  return (
    there === true && record.folder !== 'trash' && record.folder !== 'junk' && record.folder !== 'snoozed'
  );
}

/**
 * Moves what has stayed its time, and writes it into the journal in the same transaction, and what its server is asked for:
 * whoever takes the choice back finds all of it, or none. Nothing leaves this device: Trash is emptied in its own time, and
 * what is to leave a server goes through the gate for deletions.
 *
 * @returns how many messages were moved
 * @throws LeadershipLost, StorageFull
 */
export async function tidy(epoch: number, now: number): Promise<number> {
  let moved = 0;
  for (const keeping of await readKeeping()) {
    const ids = await dueIds(keeping, now);
    for (let at = 0; at < ids.length; at += atOnce) {
      const stores = [...markStores, ...deletionStores, 'keeping', 'tidied'] as const;
      const { before, after, asked } = await leaderTx(epoch, [...stores], (t) =>
        tidyPart(t, keeping, ids.slice(at, at + atOnce), now),
      );
      tell(before, after);
      tellDeletions(asked);
      moved += after.length;
    }
  }
  if (moved > 0) announce({ kind: 'retention' });
  return moved;
}

async function tidyPart(
  t: Transaction<'readwrite'>,
  keeping: KeepingRecord,
  ids: readonly number[],
  now: number,
): Promise<{ before: Before[]; after: MessageRecord[]; asked: MessageRecord[] }> {
  const { place, to, server } = keeping;
  const current = await t.objectStore('keeping').get(place);
  // Somebody has chosen otherwise meanwhile.
  if (JSON.stringify(current) !== JSON.stringify(keeping)) return { before: [], after: [], asked: [] };
  const records = await Promise.all(ids.map((id) => t.objectStore('messages').get(id)));
  const going = records.filter((record) => record !== undefined).filter((record) => goes(record, keeping));
  const written = await writeChanges(
    t,
    going.map(({ id }) => ({ id, folder: to, movedAt: now })),
  );
  if (written.after.length === 0) return { ...written, asked: [] };
  const were = written.before.map(({ id, folder, movedAt }) => ({ id, ...(folder && { folder }), movedAt }));
  await noteTidied(t, { at: now, place, to, server, were }, written.after);
  const reason = server ? 'chosen' : to === 'trash' ? 'trash' : null;
  return { ...written, asked: reason ? await askDeletion(t, written.after, reason, now) : [] };
}

/** Writes into the journal what went because of how long mail stays. */
export async function noteTidied(
  t: Transaction<'readwrite'>,
  row: Omit<TidiedRecord, 'messages' | 'octets' | 'subjects'>,
  gone: readonly MessageRecord[],
): Promise<void> {
  const journal = t.objectStore('tidied');
  await journal.add({
    ...row,
    messages: gone.length,
    octets: gone.reduce((sum, { size }) => sum + size, 0),
    subjects: gone.slice(0, subjectsKept).map(({ envelope }) => envelope.subject),
  });
  const keys = await journal.getAllKeys();
  for (const key of keys.slice(0, Math.max(0, keys.length - journalKept))) {
    // All of one clearing stays, however much it moved: it may be taken back.
    if ((await journal.get(key))?.at === row.at) break;
    await journal.delete(key);
  }
}
