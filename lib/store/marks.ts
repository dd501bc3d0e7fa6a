import { announce } from './changes';
import { Tally } from './counters';
import { type Transaction, tx } from './database';
import { askDeletion, deletionStores, takeBackDeletion, tellDeletions } from './deletions';
import { type Lesson, lessonStores, noteMoves } from './junk/lessons';
import { type Change, difference, placed } from './placed';
import { isOwnFolder } from './records/places';
import type { Folder, MessageRecord } from './schema';

/** What a person changes about messages: where they are, whether they are read, whether they bear a star or labels. */
export interface MarkChange extends Omit<Change, 'movedAt' | 'snooze'> {
  /** Until when they stay in the folder `snoozed`, ms since 1970; with that folder alone. */
  until?: number;
}

/** How a message was before a change, as far as the change touched it. */
export interface Before extends Change {
  id: number;
  /** Of a move into Junk or out of it: what the message taught the junk filter before. */
  lesson?: Lesson | null;
}

/** What came out of a change: enough to undo it. */
export interface Changed {
  /** One for each message that is different now; those that were like that already, or are gone, are left out. */
  before: Before[];
}

/**
 * Moves, stars, labels or marks one or many messages, with the counters, in one transaction. What is moved to Trash is
 * asked to leave its server as well where the account's policy says so; what comes out of Trash is no longer. What would
 * go to a folder that is no more goes to Archive.
 *
 * @param now when they came into their folder, ms since 1970
 */
export async function changeMessages(
  ids: readonly number[],
  { until, ...change }: MarkChange,
  now: number = Date.now(),
): Promise<Changed> {
  if ((change.folder === 'snoozed') !== (until !== undefined)) throw new RangeError('snoozed: until when?');
  const moved = change.folder === undefined ? {} : { movedAt: now };
  const snooze = until === undefined ? {} : { snooze: { until } };
  return apply(
    [...new Set(ids)].map((id) => ({ id, ...change, ...moved, ...snooze })),
    now,
  );
}

/** Undoes a change: what it touched is as before, whatever else has happened to the messages meanwhile. */
export function restoreMessages({ before }: Changed): Promise<Changed> {
  return apply(before, Date.now());
}

/** Marks as read or unread. A message that is gone is left alone. */
export async function setUnread(id: number, unread: boolean): Promise<void> {
  await changeMessages([id], { unread });
}

async function apply(changes: readonly Before[], now: number): Promise<Changed> {
  const stores = [...markStores, ...lessonStores, ...deletionStores];
  const { before, after, asked } = await tx(stores, 'readwrite', async (t) => {
    const changed = await writeChanges(t, changes);
    await noteMoves(t, changed.before, changed.after, changes);
    return { ...changed, asked: await heedTrash(t, changed, now) };
  });
  tell(before, after);
  tellDeletions(asked);
  return { before };
}

/** What came into Trash is asked to leave its server, and what came out of it no longer. @returns whose deletions changed */
async function heedTrash(
  t: Transaction<'readwrite'>,
  { before, after }: { before: readonly Before[]; after: readonly MessageRecord[] },
  now: number,
): Promise<MessageRecord[]> {
  const from = (index: number) => before[index]?.folder;
  const left = after.filter(({ folder }, index) => folder !== 'trash' && from(index) === 'trash');
  const binned = after.filter(({ folder }, index) => folder === 'trash' && from(index) !== undefined);
  await takeBackDeletion(t, left);
  return [...left, ...(await askDeletion(t, binned, 'trash', now))];
}

/** The stores that `writeChanges` needs. */
export const markStores = ['messages', 'folders', 'labels', 'counters'] as const satisfies string[];

/** Changes records and counters inside of a transaction. */
export async function writeChanges(
  t: Transaction<'readwrite'>,
  changes: readonly Before[],
): Promise<{ before: Before[]; after: MessageRecord[] }> {
  const messages = t.objectStore('messages');
  const found = await Promise.all(changes.map(({ id }) => messages.get(id)));
  // One message may be named twice: the second change is to what the first has made of it.
  const records = new Map(found.flatMap((record) => (record ? [[record.id, record] as const] : [])));
  const known = await knownPlaces(t, changes);
  const tally = new Tally();
  const before: Before[] = [];
  const after: MessageRecord[] = [];
  const writes: Promise<unknown>[] = [];
  for (const wanted of changes) {
    const record = records.get(wanted.id);
    const change = known(wanted);
    const touched = record && difference(record, change);
    if (!touched) continue;
    const next = placed(record, change);
    records.set(next.id, next);
    before.push({ id: record.id, ...touched });
    after.push(next);
    tally.add(record, -1);
    tally.add(next, 1);
    writes.push(messages.put(next));
  }
  await Promise.all(writes);
  await tally.write(t);
  return { before, after };
}

/** Makes changes name places that are: a folder or a label may have been deleted since, in another tab. */
async function knownPlaces(
  t: Transaction<'readwrite'>,
  changes: readonly Before[],
): Promise<(change: Before) => Change> {
  const own = changes.some(({ folder }) => folder !== undefined && isOwnFolder(folder));
  const labelled = changes.some(({ addLabels = [] }) => addLabels.length > 0);
  const folders = new Set<string>(own ? await t.objectStore('folders').getAllKeys() : []);
  const labels = new Set<string>(labelled ? await t.objectStore('labels').getAllKeys() : []);
  const folderOf = (folder: Folder) => (isOwnFolder(folder) && !folders.has(folder) ? 'archive' : folder);
  return ({ id: _, ...change }) => {
    const next = { ...change };
    if (next.folder !== undefined) next.folder = folderOf(next.folder);
    if (next.addLabels) next.addLabels = next.addLabels.filter((label) => labels.has(label));
    return next;
  };
}

/** A mark of one message changes its row; all else may change which rows there are. */
export function tell(before: readonly Before[], after: readonly MessageRecord[]): void {
  const [first] = before;
  const [only] = after;
  if (!first || !only) return;
  const { id: _, unread: __, ...beyond } = first;
  if (before.length === 1 && Object.keys(beyond).length === 0) {
    announce({ kind: 'message', id: only.id });
    return;
  }
  for (const account of new Set(after.map((record) => record.account)))
    announce({ kind: 'messages', account, added: 0 });
}
