import { type Transaction, tx } from './database';
import type { FolderRecord, LabelRecord, OwnFolder } from './records/places';

/** Deeper than anybody files, and shallow enough to be shown. */
export const maxDepth = 8;

export interface Places {
  /** By name, each behind its parent. */
  folders: FolderRecord[];
  /** By name. */
  labels: LabelRecord[];
}

export function readPlaces(): Promise<Places> {
  return tx(['folders', 'labels'], 'readonly', placesIn);
}

export async function placesIn(t: Transaction<IDBTransactionMode>): Promise<Places> {
  const [folders, labels] = await Promise.all([
    t.objectStore('folders').getAll(),
    t.objectStore('labels').getAll(),
  ]);
  return { folders: inOrder(folders), labels: labels.sort(byName) };
}

const collator = new Intl.Collator(undefined, { numeric: true });
const byName = (a: { name: string }, b: { name: string }) => collator.compare(a.name, b.name);

/** Parents before their children, which stand by name. A folder whose parent is missing stands at the top. */
function inOrder(folders: readonly FolderRecord[]): FolderRecord[] {
  const known = new Set(folders.map(({ id }) => id));
  const under = (parent: OwnFolder | null): FolderRecord[] =>
    folders
      .filter(
        (folder) => (folder.parent !== null && known.has(folder.parent) ? folder.parent : null) === parent,
      )
      .sort(byName)
      .flatMap((folder) => [folder, ...under(folder.id)]);
  return under(null);
}

/** A folder and all that stand in it. */
export function withInner(folders: readonly FolderRecord[], id: OwnFolder): FolderRecord[] {
  const own = folders.filter((folder) => folder.id === id);
  return own.concat(
    folders.filter(({ parent }) => parent === id).flatMap((each) => withInner(folders, each.id)),
  );
}

/** The names from the top to a folder; empty where it is not known. */
export function pathOf(folders: readonly FolderRecord[], id: OwnFolder): string[] {
  const path: string[] = [];
  let at: OwnFolder | null = id;
  while (at !== null && path.length < maxDepth * 2) {
    const folder = folders.find((each) => each.id === at);
    if (!folder) break;
    path.unshift(folder.name);
    at = folder.parent;
  }
  return path;
}

/** Names differ by more than their case. */
export const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
