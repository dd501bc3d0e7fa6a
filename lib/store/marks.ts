import { announce } from './changes';
import { Tally } from './counters';
import { type Transaction, tx } from './database';
import { wantDeletion, withdrawDeletion } from './deletions';
import { getMessages } from './messages';
import type { Folder, MessageRecord } from './schema';

/** What a person changes about messages: where they are, whether they are read, whether they bear a star. */
export interface MarkChange {
  folder?: Folder;
  unread?: boolean;
  starred?: boolean;
}

/** How a message was before a change, as far as the change touched it. */
export interface Before extends MarkChange {
  id: number;
  movedAt?: number | undefined;
}

/** What came out of a change: enough to undo it. */
export interface Changed {
  /** One for each message that is different now; those that were like that already, or are gone, are left out. */
  before: Before[];
}

/**
 * Moves, stars, or marks one or many messages, with the counters, in one transaction. What is moved to Trash is asked
 * to leave its server as well where the account's policy says so; what comes out of Trash is no longer.
 *
 * @param now when they came into their folder, ms since 1970
 */
export async function changeMessages(
  ids: readonly number[],
  change: MarkChange,
  now: number = Date.now(),
): Promise<Changed> {
  const moved = change.folder === undefined ? {} : { movedAt: now };
  return apply(ids.map((id) => ({ id, ...change, ...moved })));
}

/** Undoes a change: what it touched is as before, whatever else has happened to the messages meanwhile. */
export function restoreMessages({ before }: Changed): Promise<Changed> {
  return apply(before);
}

/** Marks as read or unread. A message that is gone is left alone. */
export async function setUnread(id: number, unread: boolean): Promise<void> {
  await changeMessages([id], { unread });
}

/** A record in another folder, or with another star: the fields that indexes stand on follow. */
export function placed(record: MessageRecord, change: Omit<Before, 'id'>): MessageRecord {
  const next: MessageRecord = { ...record };
  if (change.folder !== undefined && change.folder !== record.folder) {
    next.folder = change.folder;
    if (change.movedAt === undefined) delete next.movedAt;
    else next.movedAt = change.movedAt;
  }
  if (change.unread !== undefined) next.unread = change.unread;
  if (change.starred !== undefined) next.starred = change.starred;
  if (next.starred && next.folder !== 'trash' && next.folder !== 'junk') next.star = 1;
  else delete next.star;
  return next;
}

async function apply(changes: readonly Before[]): Promise<Changed> {
  const leaving = changes
    .filter(({ folder }) => folder !== undefined && folder !== 'trash')
    .map(({ id }) => id);
  const trashed = (await getMessages(leaving)).filter(({ folder }) => folder === 'trash');
  // Before they move: what is in the inbox again must not be deleted because of a crash in between.
  if (trashed.length > 0) await withdrawDeletion(trashed);
  const { before, after } = await tx(['messages', 'counters'], 'readwrite', (t) => write(t, changes));
  tell(before, after);
  const binned = after.filter(
    ({ folder }, index) => folder === 'trash' && before[index]?.folder !== undefined,
  );
  if (binned.length > 0) await wantDeletion(binned, 'trash');
  return { before };
}

async function write(
  t: Transaction<'readwrite'>,
  changes: readonly Before[],
): Promise<{ before: Before[]; after: MessageRecord[] }> {
  const messages = t.objectStore('messages');
  const records = await Promise.all(changes.map(({ id }) => messages.get(id)));
  const tally = new Tally();
  const before: Before[] = [];
  const after: MessageRecord[] = [];
  const writes: Promise<unknown>[] = [];
  for (const [index, change] of changes.entries()) {
    const record = records[index];
    const touched = record && difference(record, change);
    if (!touched) continue;
    const next = placed(record, change);
    before.push(touched);
    after.push(next);
    tally.add(record, -1);
    tally.add(next, 1);
    writes.push(messages.put(next));
  }
  await Promise.all(writes);
  await tally.write(t);
  return { before, after };
}

/** What of the record the change will alter, as it is now; null: nothing. */
function difference(record: MessageRecord, { folder, unread, starred }: MarkChange): Before | null {
  const before: Before = { id: record.id };
  if (folder !== undefined && folder !== record.folder) {
    before.folder = record.folder;
    before.movedAt = record.movedAt;
  }
  if (unread !== undefined && unread !== record.unread) before.unread = record.unread;
  if (starred !== undefined && starred !== (record.starred ?? false))
    before.starred = record.starred ?? false;
  return Object.keys(before).length > 1 ? before : null;
}

/** A mark of one message changes its row; all else may change which rows there are. */
function tell(before: readonly Before[], after: readonly MessageRecord[]): void {
  const [first] = before;
  const [only] = after;
  if (!first || !only) return;
  if (before.length === 1 && first.folder === undefined && first.starred === undefined) {
    announce({ kind: 'message', id: only.id });
    return;
  }
  for (const account of new Set(after.map((record) => record.account)))
    announce({ kind: 'messages', account, added: 0 });
}
