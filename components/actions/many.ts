import { type Before, changeMessages, type MarkChange, restoreMessages } from '@/lib/store/marks';
import { getMessages } from '@/lib/store/messages';
import { removeMessages } from '@/lib/store/removal';
import type { MessageRecord } from '@/lib/store/schema';

/** So many messages in one transaction: more would keep mail that arrives, and other tabs, waiting. */
export const atOnce = 500;

const parts = <Item>(items: readonly Item[]): (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / atOnce) }, (_, index) =>
    items.slice(index * atOnce, (index + 1) * atOnce),
  );

type Marks = Pick<MessageRecord, 'folder' | 'unread' | 'starred'>;

/** The marks of any number of messages, without holding their records. */
export async function marksOf(ids: readonly number[]): Promise<Marks[]> {
  const marks: Marks[] = [];
  for (const part of parts(ids)) {
    for (const { folder, unread, starred = false } of await getMessages(part))
      marks.push({ folder, unread, starred });
  }
  return marks;
}

/** What was changed, so that it can be undone; with the error where not all of it was. */
export interface ManyChanged {
  before: Before[];
  error?: unknown;
}

/** Changes any number of messages, part by part. Never rejects. */
export function changeMany(ids: readonly number[], change: MarkChange): Promise<ManyChanged> {
  const now = Date.now();
  return each(parts(ids), (part) => changeMessages(part, change, now));
}

/** Removes any number of messages from this device for good. @returns how many */
export async function removeMany(ids: readonly number[]): Promise<number> {
  let removed = 0;
  for (const part of parts(ids)) removed += await removeMessages(part);
  return removed;
}

/** Undoes a change of any number of messages. Rejects where not all could be; trying again does the rest. */
export async function restoreMany(before: readonly Before[]): Promise<void> {
  const { error } = await each(parts(before), (part) => restoreMessages({ before: [...part] }));
  if (error) throw error;
}

async function each<Part>(
  all: readonly Part[],
  work: (part: Part) => Promise<{ before: Before[] }>,
): Promise<ManyChanged> {
  const before: Before[] = [];
  try {
    for (const part of all) before.push(...(await work(part)).before);
    return { before };
  } catch (error) {
    return { before, error };
  }
}
