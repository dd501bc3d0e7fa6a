import { readSetting, useStoredText, writeSetting } from '@/components/settings/stored';
import { isLabel } from '@/lib/store/records/places';
import type { View } from '@/lib/store/schema';

const read = (text: string | null) => (text ?? '').split(' ').filter((name) => name !== '');

/** What can be shown by conversations: a folder, or what is found. */
export type Grouping = View | 'search';

/** A label's messages, and those with a star, are each by themselves. */
export const canGroup = (folder: Grouping): boolean => folder !== 'starred' && !isLabel(folder);

/** Whether a list shows conversations. Chosen for each folder, and for searches. */
export function useGrouped(folder: Grouping): boolean {
  return read(useStoredText('grouped')).includes(folder) && canGroup(folder);
}

export function isGrouped(folder: Grouping): boolean {
  return read(readSetting('grouped')).includes(folder) && canGroup(folder);
}

export function setGrouped(folder: Grouping, grouped: boolean): void {
  const others = read(readSetting('grouped')).filter((name) => name !== folder);
  writeSetting('grouped', (grouped ? [...others, folder] : others).join(' '));
}
