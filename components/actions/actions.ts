import type { MarkChange } from '@/lib/store/marks';
import { isLabel, isOwnFolder } from '@/lib/store/records/places';
import type { Folder, MessageRecord, SystemFolder, View } from '@/lib/store/schema';

/** What a person can do with messages. `delete` in Trash is for good, and asks first; a change is done as it is. */
export type Action = Move | 'switchJunk' | 'star' | 'unread' | 'pin' | Asking | Filing;
export type Move = 'archive' | 'inbox' | 'notJunk' | 'junk' | 'delete';
/** What has to be asked first: into which folder, which labels, until when. */
export type Asking = 'move' | 'copy' | 'label' | 'snooze';

/** A change as it is asked for. `undone` undoes what was done on the way to it, as the making of a folder, after it. */
export interface Filing extends MarkChange {
  /** Not the messages themselves go into the folder, but copies of them. */
  copy?: true;
  undone?: () => Promise<unknown>;
}

/** So many messages in one transaction: more would keep mail that arrives, and other tabs, waiting. */
export const atOnce = 500;

export const isAsking = (action: Action): action is Asking =>
  action === 'move' || action === 'copy' || action === 'label' || action === 'snooze';

type Marked = Pick<MessageRecord, 'folder' | 'unread' | 'starred' | 'pinned'>;

/** Which of the moves make sense for messages that are in these folders, in the order in which they are shown. */
export function movesFor(folders: readonly Folder[]): Move[] {
  if (folders.length === 0) return [];
  const all = (...these: Folder[]) => folders.every((folder) => these.includes(folder));
  const moves: Move[] = [];
  if (all('junk')) moves.push('notJunk');
  else if (folders.every((folder) => folder !== 'inbox')) moves.push('inbox');
  if (!all('archive', 'junk', 'trash')) moves.push('archive');
  if (!all('junk', 'trash')) moves.push('junk');
  moves.push('delete');
  return moves;
}

/**
 * What an action changes about these messages. The marks are switches: where one is unread all become read, and where
 * one has no star all get one; `switchJunk`, the key's, takes junk back where all are junk. Buttons do what they say.
 *
 * @returns null where there is nothing to do
 */
export function changeFor(action: Exclude<Action, Asking>, messages: readonly Marked[]): Filing | null {
  if (messages.length === 0) return null;
  if (typeof action === 'object') return action;
  const all = (folder: Folder) => messages.every((message) => message.folder === folder);
  switch (action) {
    case 'archive':
      return all('archive') ? null : { folder: 'archive' };
    case 'inbox':
    case 'notJunk':
      return all('inbox') ? null : { folder: 'inbox' };
    case 'junk':
      return all('junk') ? null : { folder: 'junk' };
    case 'switchJunk':
      return { folder: all('junk') ? 'inbox' : 'junk' };
    case 'delete':
      // For good: that is no change that could be taken back.
      return all('trash') ? null : { folder: 'trash' };
    case 'star':
      return { starred: messages.some(({ starred }) => !starred) };
    case 'pin':
      return { pinned: messages.some(({ pinned }) => !pinned) };
    case 'unread':
      return { unread: messages.every(({ unread }) => !unread) };
  }
}

/** Whether messages so changed are no longer in the list that shows `view`, or the results of a search. */
export function leaves(view: View | 'search', change: Filing): boolean {
  if (change.copy) return false;
  const { folder, starred, removeLabels = [] } = change;
  // Trash and Junk are not searched unless somebody says so.
  const hidden = folder === 'trash' || folder === 'junk';
  if (view === 'search') return hidden;
  if (view === 'starred') return starred === false || hidden;
  if (isLabel(view)) return hidden || removeLabels.includes(view);
  return folder !== undefined && folder !== view;
}

/** What has been done, in a word that the catalogue has a sentence for. */
export type Deed =
  | 'archived'
  | 'toInbox'
  | 'junked'
  | 'trashed'
  | 'moved'
  | 'copiedTo'
  | 'copiedSome'
  | 'snoozed'
  | 'labelled'
  | 'unlabelled'
  | 'starred'
  | 'unstarred'
  | 'pinned'
  | 'unpinned'
  | 'read'
  | 'unread'
  | 'folderAdded'
  | 'folderChanged'
  | 'folderDeleted'
  | 'labelAdded'
  | 'labelChanged'
  | 'labelDeleted'
  | 'searchSaved'
  | 'searchRenamed'
  | 'searchRemoved'
  | 'ruled'
  | 'ruleAdded'
  | 'ruleChanged'
  | 'ruleDeleted'
  | 'ruleOn'
  | 'ruleOff'
  | 'rulesOrdered'
  | 'notJunk'
  | 'senderBlocked'
  | 'senderAllowed'
  | 'senderFreed'
  | 'contactAdded'
  | 'contactChanged'
  | 'contactDeleted'
  | 'contactsMerged'
  | 'contactsImported'
  | 'keepingChosen'
  | 'keepingEnded'
  | 'retentionChanged'
  | 'offlineChanged';

const moved: Record<SystemFolder, Deed> = {
  inbox: 'toInbox',
  archive: 'archived',
  snoozed: 'snoozed',
  junk: 'junked',
  trash: 'trashed',
};

export function deedOf({ folder, copy, unread, starred, pinned, addLabels, removeLabels }: Filing): Deed {
  if (copy) return 'copiedTo';
  if (folder !== undefined) return isOwnFolder(folder) ? 'moved' : moved[folder];
  if (addLabels) return 'labelled';
  if (removeLabels) return 'unlabelled';
  if (starred !== undefined) return starred ? 'starred' : 'unstarred';
  if (pinned !== undefined) return pinned ? 'pinned' : 'unpinned';
  return unread ? 'unread' : 'read';
}
