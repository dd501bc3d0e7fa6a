import type { MarkChange } from '@/lib/store/marks';
import type { Folder, MessageRecord, View } from '@/lib/store/schema';

/** What a person can do with messages. `delete` in Trash is for good, and asks first. */
export type Action = Move | 'star' | 'unread';
export type Move = 'archive' | 'inbox' | 'notJunk' | 'junk' | 'delete';

type Marked = Pick<MessageRecord, 'folder' | 'unread' | 'starred'>;

/** Which of the moves make sense for messages that are in these folders, in the order in which they are shown. */
export function movesFor(folders: readonly Folder[]): Move[] {
  if (folders.length === 0) return [];
  const all = (...these: Folder[]) => folders.every((folder) => these.includes(folder));
  const moves: Move[] = [];
  if (all('junk')) moves.push('notJunk');
  else if (all('archive', 'junk', 'trash')) moves.push('inbox');
  if (!all('archive', 'junk', 'trash')) moves.push('archive');
  if (!all('junk', 'trash')) moves.push('junk');
  moves.push('delete');
  return moves;
}

/**
 * What an action changes about these messages. The marks are switches: where one is unread all become read, and where
 * one has no star all get one; junk is taken back where all are junk.
 *
 * @returns null where there is nothing to do
 */
export function changeFor(action: Action, messages: readonly Marked[]): MarkChange | null {
  if (messages.length === 0) return null;
  const all = (folder: Folder) => messages.every((message) => message.folder === folder);
  switch (action) {
    case 'archive':
      return all('archive') ? null : { folder: 'archive' };
    case 'inbox':
    case 'notJunk':
      return all('inbox') ? null : { folder: 'inbox' };
    case 'junk':
      return { folder: all('junk') ? 'inbox' : 'junk' };
    case 'delete':
      // For good: that is no change that could be taken back.
      return all('trash') ? null : { folder: 'trash' };
    case 'star':
      return { starred: messages.some(({ starred }) => !starred) };
    case 'unread':
      return { unread: messages.every(({ unread }) => !unread) };
  }
}

/** Whether messages so changed are no longer in the list that shows `view`, or the results of a search. */
export function leaves(view: View | 'search', { folder, starred }: MarkChange): boolean {
  // Trash and Junk are not searched unless somebody says so.
  if (view === 'search') return folder === 'trash' || folder === 'junk';
  if (view !== 'starred') return folder !== undefined && folder !== view;
  return starred === false || folder === 'trash' || folder === 'junk';
}

/** What has been done, in a word that the catalogue has a sentence for. */
export type Deed =
  | 'archived'
  | 'toInbox'
  | 'junked'
  | 'trashed'
  | 'starred'
  | 'unstarred'
  | 'read'
  | 'unread';

export function deedOf({ folder, unread, starred }: MarkChange): Deed {
  const moved: Record<Folder, Deed> = {
    inbox: 'toInbox',
    archive: 'archived',
    junk: 'junked',
    trash: 'trashed',
  };
  if (folder !== undefined) return moved[folder];
  if (starred !== undefined) return starred ? 'starred' : 'unstarred';
  return unread ? 'unread' : 'read';
}
