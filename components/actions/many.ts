export { membersOf } from '@/lib/store/conversations';

import { type Before, changeMessages, type MarkChange, restoreMessages } from '@/lib/store/marks';
import { getMessages } from '@/lib/store/messages';
import { removeMessages } from '@/lib/store/removal';
import type { MessageRecord } from '@/lib/store/schema';
import { atOnce } from './actions';

const parts = <Item>(items: readonly Item[]): (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / atOnce) }, (_, index) =>
    items.slice(index * atOnce, (index + 1) * atOnce),
  );

type Marks = Pick<MessageRecord, 'folder' | 'unread' | 'starred' | 'pinned' | 'labels'>;

/** The marks of any number of messages, without holding their records. */
export async function marksOf(ids: readonly number[]): Promise<Marks[]> {
  const marks: Marks[] = [];
  for (const part of parts(ids)) {
    for (const { folder, unread, starred = false, pinned, labels } of await getMessages(part))
      marks.push({ folder, unread, starred, ...(pinned && { pinned }), ...(labels && { labels }) });
  }
  return marks;
}

/** What was changed, so that it can be undone; with the error where not all of it was. */
export interface ManyChanged {
  before: Before[];
  error?: unknown;
}

/** Told how many messages are done, after each part but the last. */
export type Tell = (sofar: number) => void;

/** Changes any number of messages, part by part. Never rejects. */
export function changeMany(
  ids: readonly number[],
  change: MarkChange,
  tell: Tell = () => {},
): Promise<ManyChanged> {
  const now = Date.now();
  return each(parts(ids), (part) => changeMessages(part, change, now), tell);
}

/** Removes any number of messages from this device for good. @returns how many */
export async function removeMany(ids: readonly number[], tell: Tell = () => {}): Promise<number> {
  let removed = 0;
  for (const part of parts(ids)) {
    if (removed > 0) tell(removed);
    removed += await removeMessages(part);
  }
  return removed;
}

/** Undoes a change of any number of messages. Rejects where not all could be; trying again does the rest. */
export async function restoreMany(before: readonly Before[], tell: Tell = () => {}): Promise<void> {
  const { error } = await each(parts(before), (part) => restoreMessages({ before: [...part] }), tell);
  if (error) throw error;
}

async function each<Part>(
  all: readonly (readonly Part[])[],
  work: (part: readonly Part[]) => Promise<{ before: Before[] }>,
  tell: Tell,
): Promise<ManyChanged> {
  const before: Before[] = [];
  try {
    let sofar = 0;
    for (const part of all) {
      if (sofar > 0) tell(sofar);
      before.push(...(await work(part)).before);
      sofar += part.length;
    }
    return { before };
  } catch (error) {
    return { before, error };
  }
}
