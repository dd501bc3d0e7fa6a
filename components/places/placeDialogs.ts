import { useSyncExternalStore } from 'react';
import type { FolderRecord, LabelRecord, OwnFolder } from '@/lib/store/records/places';

/** Which dialog about a folder or a label is open. It outlives the menu, and the drawer, that it was opened from. */
export type PlaceDialog =
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
