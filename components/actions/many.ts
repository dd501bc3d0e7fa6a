import { copyMessages } from '@/lib/store/copying';
import { type Before, changeMessages, restoreMessages } from '@/lib/store/marks';
import { getMessages } from '@/lib/store/messages';
import { removeMessages } from '@/lib/store/removal';
import type { Folder, MessageRecord } from '@/lib/store/schema';
import { atOnce, type Filing } from './actions';

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

/** In which folders these messages are; where one is in the inbox, no other says anything more of what can be done. */
export async function foldersOf(ids: readonly number[]): Promise<Folder[]> {
  const folders = new Set<Folder>();
  for (const part of parts(ids)) {
    for (const { folder } of await getMessages(part)) folders.add(folder);
    if (folders.has('inbox')) break;
  }
  return [...folders];
}

/** What came of a change; with the error where not all of it was done. */
export interface ManyChanged {
  /** So many messages are different now. */
  changed: number;
  /** Of so many there was nothing to copy: only their header is here, or they are damaged. */
  left?: number;
  /**
   * Makes them as they were, and tells whether any has changed by it: none has, where they are gone for good. Rejects where
   * not all could be; trying again does the rest.
   */
  undo: (tell?: Tell) => Promise<boolean>;
  error?: unknown;
}

/** Told how many messages are done, after each part but the last. */
export type Tell = (sofar: number) => void;

/** Changes any number of messages, part by part. Never rejects. */
export async function changeMany(
  ids: readonly number[],
  { undone, copy, ...change }: Filing,
  tell: Tell = () => {},
): Promise<ManyChanged> {
  if (copy) return unbroken(ids.length, () => copyMany(ids, change.folder ?? 'archive', undone, tell));
  const now = Date.now();
  const { before, ...rest } = await unbroken(ids.length, () =>
    each(parts(ids), (part) => changeMessages(part, change, now), tell),
  );
  const undo = async (told?: Tell) => {
    const back = await restoreMany(before, told);
    await undone?.();
    return undone !== undefined || back > 0;
  };
  return { changed: before.length, undo, ...rest };
}

/** Copies any number of messages. Undoing it removes the copies, and asks nothing of any server. */
async function copyMany(
  ids: readonly number[],
  folder: Folder,
  undone: Filing['undone'],
  tell: Tell,
): Promise<ManyChanged> {
  const made: number[] = [];
  const undo = async (told?: Tell) => {
    const { removed } = await removeMany(made, told);
    await undone?.();
    return undone !== undefined || removed > 0;
  };
  try {
    for (const [index, part] of parts(ids).entries()) {
      if (index > 0) tell(index * atOnce);
      made.push(...(await copyMessages(part, folder)));
    }
    return { changed: made.length, left: new Set(ids).size - made.length, undo };
  } catch (error) {
    return { changed: made.length, undo, error };
  }
}

/**
 * Removes any number of messages from this device for good.
 * @returns how many, and how many stay for now: their server is deleting them at this moment
 */
export async function removeMany(
  ids: readonly number[],
  tell: Tell = () => {},
): Promise<{ removed: number; left: number }> {
  let removed = 0;
  await unbroken(ids.length, async () => {
    for (const part of parts(ids)) {
      if (removed > 0) tell(removed);
      removed += await removeMessages(part);
    }
  });
  let left = 0;
  for (const part of removed < new Set(ids).size ? parts(ids) : []) left += (await getMessages(part)).length;
  return { removed, left };
}

async function restoreMany(before: readonly Before[], tell: Tell = () => {}): Promise<number> {
  const done = await unbroken(before.length, () =>
    each(parts(before), (part) => restoreMessages({ before: [...part] }), tell),
  );
  if (done.error) throw done.error;
  return done.before.length;
}

/** Whoever leaves the page before the last part is asked by the browser: the rest would stay as it is. */
async function unbroken<Result>(count: number, work: () => Promise<Result>): Promise<Result> {
  if (count <= atOnce) return work();
  addEventListener('beforeunload', warn);
  try {
    return await work();
  } finally {
    removeEventListener('beforeunload', warn);
  }
}

const warn = (event: BeforeUnloadEvent) => event.preventDefault();

async function each<Part>(
  all: readonly (readonly Part[])[],
  work: (part: readonly Part[]) => Promise<{ before: Before[] }>,
  tell: Tell,
): Promise<{ before: Before[]; error?: unknown }> {
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
