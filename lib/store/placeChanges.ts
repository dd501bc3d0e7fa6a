import { plainLetters, unturned } from '@/lib/mail/letters';
import { announce } from './changes';
import { type Transaction, tx } from './database';
import { type Before, type Changed, changeMessages, restoreMessages } from './marks';
import { maxDepth, pathOf, readPlaces, same, withInner } from './places';
import { type FolderRecord, isLabel, type LabelId, type LabelRecord, type OwnFolder } from './records/places';
import { folders as systemFolders } from './schema';

/** Why a folder or a label cannot be as it was asked for. */
export type PlaceTrouble =
  | 'empty'
  | 'long'
  | 'slash'
  | 'taken'
  | 'system'
  | 'inside'
  | 'deep'
  | 'many'
  | 'gone';

export class PlaceRefused extends Error {
  override name = 'PlaceRefused';

  constructor(readonly trouble: PlaceTrouble) {
    super(`a folder or label was refused: ${trouble}`);
  }
}

export const maxName = 100;
/** The folder pane shows all of them. */
export const maxPlaces = 500;
/** So many messages in one transaction. */
const atOnce = 500;

/** Beside the system's folders one of the same name could not be told apart, neither in the pane nor in searches. */
export const isSystemName = (name: string): boolean =>
  [...systemFolders, 'starred'].some((each) => same(each, plainLetters(name)));

/**
 * @param restored it was there before, whatever its name
 * @throws PlaceRefused
 */
export function addFolder(given: Omit<FolderRecord, 'id'>, restored = false): Promise<FolderRecord> {
  return change(async (t) => {
    const folder: FolderRecord = { ...given, id: `own-${await takeNumber(t)}` };
    if (!restored && isSystemName(folder.name)) throw new PlaceRefused('system');
    await putFolder(t, folder);
    return folder;
  });
}

/**
 * Renames, moves or colours a folder.
 *
 * @param restored it was so before, whatever its name
 * @throws PlaceRefused
 */
export function changeFolder(
  id: OwnFolder,
  given: Partial<Omit<FolderRecord, 'id'>>,
  restored = false,
): Promise<FolderRecord> {
  return change(async (t) => {
    const before = await t.objectStore('folders').get(id);
    if (!before) throw new PlaceRefused('gone');
    const after = { ...before, ...given };
    // One that has such a name already keeps it.
    if (!restored && !same(before.name, after.name) && isSystemName(after.name))
      throw new PlaceRefused('system');
    await putFolder(t, after);
    return before;
  });
}

/** @throws PlaceRefused */
export function addLabel(given: Omit<LabelRecord, 'id'>): Promise<LabelRecord> {
  return change(async (t) => {
    const label: LabelRecord = { ...given, id: `label-${await takeNumber(t)}` };
    await putLabel(t, label);
    return label;
  });
}

/** @throws PlaceRefused */
export function changeLabel(id: LabelId, given: Partial<Omit<LabelRecord, 'id'>>): Promise<LabelRecord> {
  return change(async (t) => {
    const before = await t.objectStore('labels').get(id);
    if (!before) throw new PlaceRefused('gone');
    await putLabel(t, { ...before, ...given });
    return before;
  });
}

async function putFolder(t: Transaction<'readwrite'>, folder: FolderRecord): Promise<void> {
  const store = t.objectStore('folders');
  const all = (await store.getAll()).filter(({ id }) => id !== folder.id);
  const name = nameOf(folder.name);
  if (folder.parent !== null) {
    if (!all.some(({ id }) => id === folder.parent))
      throw new PlaceRefused(folder.parent === folder.id ? 'inside' : 'gone');
    if (isInside(all, folder)) throw new PlaceRefused('inside');
  }
  if (all.length >= maxPlaces) throw new PlaceRefused('many');
  const here = [...all, { ...folder, name }];
  if (withInner(here, folder.id).some(({ id }) => pathOf(here, id).length > maxDepth))
    throw new PlaceRefused('deep');
  if (all.some((each) => each.parent === folder.parent && same(each.name, name)))
    throw new PlaceRefused('taken');
  await store.put({ ...folder, name });
}

/** Whether a folder's parent stands in the folder itself. */
function isInside(all: readonly FolderRecord[], folder: FolderRecord): boolean {
  let at = folder.parent;
  for (let steps = 0; at !== null && steps <= all.length; steps += 1) {
    if (at === folder.id) return true;
    at = all.find(({ id }) => id === at)?.parent ?? null;
  }
  return false;
}

async function putLabel(t: Transaction<'readwrite'>, label: LabelRecord): Promise<void> {
  const store = t.objectStore('labels');
  const others = (await store.getAll()).filter(({ id }) => id !== label.id);
  const name = nameOf(label.name);
  if (others.length >= maxPlaces) throw new PlaceRefused('many');
  if (others.some((each) => same(each.name, name))) throw new PlaceRefused('taken');
  await store.put({ ...label, name });
}

/** A slash parts the names of a path, in exports and in rules; nothing turns the letters behind it round. */
function nameOf(given: string): string {
  const name = unturned(given).normalize('NFC').replace(/\s+/g, ' ').trim();
  if (name === '') throw new PlaceRefused('empty');
  if (name.length > maxName) throw new PlaceRefused('long');
  if (name.includes('/')) throw new PlaceRefused('slash');
  return name;
}

/** What a deletion did: enough to undo it. */
export interface Deleted extends Changed {
  folders: FolderRecord[];
  labels: LabelRecord[];
}

/**
 * Deletes a folder and those in it; their mail moves to Archive or Trash first. Killed at any point, what is left is a
 * folder with less mail in it. A folder that gets mail meanwhile is emptied again before it goes.
 *
 * @param tell told how many messages have been moved so far
 */
export async function deleteFolder(
  id: OwnFolder,
  to: 'archive' | 'trash',
  tell: (moved: number) => void = () => {},
): Promise<Deleted> {
  const before: Before[] = [];
  for (;;) {
    const inner = withInner((await readPlaces()).folders, id);
    if (inner.length === 0) return { folders: [], labels: [], before };
    for (const folder of inner) {
      for (let ids = await idsIn(folder.id); ids.length > 0; ids = await idsIn(folder.id)) {
        before.push(...(await changeMessages(ids, { folder: to })).before);
        tell(before.length);
      }
    }
    const gone = await change(async (t) => {
      const now = withInner(await t.objectStore('folders').getAll(), id);
      const messages = t.objectStore('messages').index('byFolder');
      const left = await Promise.all(now.map((folder) => messages.count(everythingIn(folder.id))));
      if (left.some((count) => count > 0)) return null;
      for (const folder of now) await t.objectStore('folders').delete(folder.id);
      return now;
    });
    if (gone) return { folders: gone, labels: [], before };
  }
}

/** Of a folder in the index of folders, of a label in that of labels. */
const everythingIn = (place: string) => IDBKeyRange.bound([place], [place, []]);

function idsIn(folder: OwnFolder): Promise<number[]> {
  return tx(['messages'], 'readonly', (t) =>
    t.objectStore('messages').index('byFolder').getAllKeys(everythingIn(folder), atOnce),
  );
}

/**
 * Takes back a folder or a label that was made a moment ago, unless something has come into it since: mail, a folder, a
 * message that will come back to it. One that is gone already is no trouble.
 *
 * @returns whether it is no more
 */
export function takeBackPlace(id: OwnFolder | LabelId): Promise<boolean> {
  return change(async (t) => {
    if (isLabel(id)) {
      if (await isBorne(t, id)) return false;
      await t.objectStore('labels').delete(id);
      return true;
    }
    const messages = t.objectStore('messages');
    const [mail, folders, snoozed] = await Promise.all([
      messages.index('byFolder').count(everythingIn(id)),
      t.objectStore('folders').getAll(),
      messages.index('bySnooze').getAll(),
    ]);
    if (mail > 0 || folders.some(({ parent }) => parent === id)) return false;
    if (snoozed.some(({ snooze }) => snooze?.from === id)) return false;
    await t.objectStore('folders').delete(id);
    return true;
  });
}

/** Deletes a label: it is taken off its messages, which stay where they are. */
export async function deleteLabel(id: LabelId, tell: (done: number) => void = () => {}): Promise<Deleted> {
  const before: Before[] = [];
  for (;;) {
    for (let ids = await labelled(id); ids.length > 0; ids = await labelled(id)) {
      before.push(...(await changeMessages(ids, { removeLabels: [id] })).before);
      tell(before.length);
    }
    const gone = await change(async (t) => {
      if (await isBorne(t, id)) return null;
      const label = await t.objectStore('labels').get(id);
      await t.objectStore('labels').delete(id);
      return label ? [label] : [];
    });
    if (gone) return { folders: [], labels: gone, before };
  }
}

/** Whether any message bears a label, those in Trash and Junk too. */
async function isBorne(t: Transaction<'readwrite'>, id: LabelId): Promise<boolean> {
  const index = t.objectStore('messages').index('byLabel');
  const counts = await Promise.all([id, `-${id}`].map((key) => index.count(everythingIn(key))));
  return counts.some((count) => count > 0);
}

/** Messages that bear a label, those in Trash and Junk too. */
function labelled(id: LabelId): Promise<number[]> {
  return tx(['messages'], 'readonly', async (t) => {
    const index = t.objectStore('messages').index('byLabel');
    const found: number[] = [];
    for (const key of [id, `-${id}`]) found.push(...(await index.getAllKeys(everythingIn(key), atOnce)));
    return [...new Set(found)];
  });
}

/** Puts folders and labels back, and their mail into them; a name that is taken by now gets a number behind it. */
export async function restorePlaces({ folders, labels, before }: Deleted): Promise<void> {
  await change(async (t) => {
    for (const folder of folders) await backUnder(folder.name, (name) => putFolder(t, { ...folder, name }));
    for (const label of labels) await backUnder(label.name, (name) => putLabel(t, { ...label, name }));
  });
  for (let at = 0; at < before.length; at += atOnce)
    await restoreMessages({ before: before.slice(at, at + atOnce) });
}

async function backUnder(name: string, put: (name: string) => Promise<void>): Promise<void> {
  for (let number = 1; ; number += 1) {
    try {
      return await put(number === 1 ? name : `${name.slice(0, maxName - 4)} ${number}`);
    } catch (error) {
      if (!(error instanceof PlaceRefused && error.trouble === 'taken') || number > 99) throw error;
    }
  }
}

async function takeNumber(t: Transaction<'readwrite'>): Promise<number> {
  const meta = t.objectStore('meta');
  const number = (await meta.get('nextPlace'))?.value ?? 1;
  await meta.put({ key: 'nextPlace', value: number + 1 });
  return number;
}

async function change<Result>(work: (t: Transaction<'readwrite'>) => Promise<Result>): Promise<Result> {
  const result = await tx(['folders', 'labels', 'messages', 'meta'], 'readwrite', work);
  announce({ kind: 'places' });
  return result;
}
