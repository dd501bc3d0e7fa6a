import type { LabelId, Snooze } from './records/places';
import type { Folder, MessageRecord } from './schema';

/** What is changed about one message. Labels are told by what comes and goes, so that undoing one leaves the others. */
export interface Change {
  folder?: Folder;
  /** When it came into its folder, ms since 1970; undefined: when it arrived. Counts with `folder` alone. */
  movedAt?: number | undefined;
  /** With the folder `snoozed`: until when, and where it comes back to; absent: where it is. */
  snooze?: Pick<Snooze, 'until'> & Partial<Snooze>;
  unread?: boolean;
  starred?: boolean;
  pinned?: boolean;
  quiet?: boolean;
  addLabels?: readonly LabelId[];
  removeLabels?: readonly LabelId[];
}

/** A record after a change: the fields that indexes and counters stand on follow. */
export function placed(record: MessageRecord, change: Change): MessageRecord {
  const next: MessageRecord = { ...record };
  if (change.folder !== undefined && change.folder !== record.folder) {
    next.folder = change.folder;
    delete next.top;
    if (change.movedAt === undefined) delete next.movedAt;
    else next.movedAt = change.movedAt;
  }
  if (change.snooze) next.snooze = { from: origin(record), ...change.snooze };
  if (next.folder !== 'snoozed') delete next.snooze;
  if (change.unread !== undefined) next.unread = change.unread;
  if (change.starred !== undefined) next.starred = change.starred;
  if (change.pinned !== undefined) flag(next, 'pinned', change.pinned);
  if (change.quiet !== undefined) flag(next, 'quiet', change.quiet);
  if (change.addLabels || change.removeLabels) {
    const labels = labelsAfter(record, change);
    if (labels.length > 0) next.labels = labels;
    else delete next.labels;
  }
  return indexed(next);
}

/** Where a message comes back to that is snoozed now. */
function origin({ folder, snooze }: MessageRecord): Folder {
  if (snooze) return snooze.from;
  return folder === 'trash' || folder === 'junk' || folder === 'snoozed' ? 'inbox' : folder;
}

function flag(record: MessageRecord, name: 'pinned' | 'quiet', value: boolean): void {
  if (value) record[name] = true;
  else delete record[name];
}

/** The labels of a message after a change, in the order of their numbers. */
export function labelsAfter(
  { labels = [] }: Pick<MessageRecord, 'labels'>,
  { addLabels = [], removeLabels = [] }: Change,
): LabelId[] {
  const kept = labels.filter((label) => !removeLabels.includes(label));
  const number = (label: LabelId) => Number(label.slice('label-'.length));
  return [...new Set([...kept, ...addLabels])].sort((a, b) => number(a) - number(b));
}

/** In Trash and Junk a message stands in no view but the folder's. */
function indexed(next: MessageRecord): MessageRecord {
  const hidden = next.folder === 'trash' || next.folder === 'junk';
  if (next.starred && !hidden) next.star = 1;
  else delete next.star;
  if (next.pinned && !hidden) next.pin = next.folder;
  else delete next.pin;
  const meet = meetOf(next);
  if (meet) next.meet = meet;
  else delete next.meet;
  if (next.labels)
    next.labelled = next.labels.map((label) => [hidden ? `-${label}` : label, next.date, next.id]);
  else delete next.labelled;
  return next;
}

/** Junk is not counted for contacts; what goes from there to Trash before anybody has come to it is not either. */
function meetOf({ folder, unmet, meet }: MessageRecord): MessageRecord['meet'] {
  const hidden = folder === 'trash' || folder === 'junk';
  if (unmet) return hidden ? undefined : 1;
  return folder === 'junk' || (folder === 'trash' && meet === 2) ? 2 : undefined;
}

/** What of the record a change would alter, as it is now: applied, it takes the change back. Null: nothing. */
export function difference(record: MessageRecord, change: Change): Change | null {
  const { folder, unread, starred, pinned, quiet, snooze } = change;
  const before: Change = {};
  if (folder !== undefined && folder !== record.folder) {
    before.folder = record.folder;
    before.movedAt = record.movedAt;
    if (record.snooze) before.snooze = record.snooze;
  } else if (snooze && record.snooze && snooze.until !== record.snooze.until) before.snooze = record.snooze;
  if (unread !== undefined && unread !== record.unread) before.unread = record.unread;
  if (starred !== undefined && starred !== (record.starred ?? false)) before.starred = !starred;
  if (pinned !== undefined && pinned !== (record.pinned ?? false)) before.pinned = !pinned;
  if (quiet !== undefined && quiet !== (record.quiet ?? false)) before.quiet = !quiet;
  const { labels = [] } = record;
  const after = labelsAfter(record, change);
  const [added, removed] = [
    after.filter((label) => !labels.includes(label)),
    labels.filter((label) => !after.includes(label)),
  ];
  if (added.length > 0) before.removeLabels = added;
  if (removed.length > 0) before.addLabels = removed;
  return Object.keys(before).length > 0 ? before : null;
}
