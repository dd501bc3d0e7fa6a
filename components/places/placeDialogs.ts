import { useSyncExternalStore } from 'react';
import type { FolderRecord, LabelRecord, OwnFolder } from '@/lib/store/records/places';
import type { SavedSearch } from '@/lib/store/savedSearches';

export type SearchDialog =
  | { kind: 'saveSearch'; text: string }
  | { kind: 'renameSearch'; search: SavedSearch };

/** Which dialog about a folder, a label or a search that is kept is open. It outlives the menu, and the drawer, that it was opened from. */
export type PlaceDialog =
  | SearchDialog
  | { kind: 'addFolder'; parent: OwnFolder | null }
  | { kind: 'addLabel' }
  | { kind: 'change'; place: FolderRecord | LabelRecord }
  | { kind: 'delete'; place: FolderRecord | LabelRecord };

let open: PlaceDialog | null = null;
const listeners = new Set<() => void>();

export function openPlaceDialog(dialog: PlaceDialog | null): void {
  open = dialog;
  for (const listener of listeners) listener();
}

export const usePlaceDialog = (): PlaceDialog | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => open,
    () => null,
  );
