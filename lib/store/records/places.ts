import type { Folder } from '../schema';

/** A folder of the user's own. Its number does not come back, so that an old link never opens another folder. */
export type OwnFolder = `own-${number}`;
/** A label. A message has any number of them, wherever it is. */
export type LabelId = `label-${number}`;

export interface FolderRecord {
  id: OwnFolder;
  name: string;
  /** The folder that it stands in; null: it stands at the top. */
  parent: OwnFolder | null;
  /** One of the palette's colours, 0-7; null: none. */
  colour: number | null;
}

export interface LabelRecord {
  id: LabelId;
  name: string;
  /** One of the palette's colours, 0-7. */
  colour: number;
}

/** A message that comes back later; it is in the folder `snoozed` until then. */
export interface Snooze {
  /** ms since 1970 */
  until: number;
  /** Where it came from, and where it comes back to. */
  from: Folder;
}

/** Key of a message in the index of a label; hidden (`-label-3`) while it is in Trash or Junk. */
export type LabelKey = [label: LabelId | `-${LabelId}`, date: number, id: number];

export const isOwnFolder = (text: string): text is OwnFolder => /^own-[1-9]\d{0,8}$/.test(text);
export const isLabel = (text: string): text is LabelId => /^label-[1-9]\d{0,8}$/.test(text);

/** What has a name that the user gave it. */
export const isPlace = (text: string): text is OwnFolder | LabelId => isOwnFolder(text) || isLabel(text);
