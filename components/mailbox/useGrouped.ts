import { readSetting, useStoredText, writeSetting } from '@/components/settings/stored';
import { isLabel } from '@/lib/store/records/places';
import type { View } from '@/lib/store/schema';

const read = (text: string | null) => (text ?? '').split(' ').filter((name) => name !== '');

/** A label's messages, and those with a star, are each by themselves. */
export const canGroup = (folder: View): boolean => folder !== 'starred' && !isLabel(folder);

/** Whether a folder's list shows conversations. Chosen for each folder. */
export function useGrouped(folder: View): boolean {
  return read(useStoredText('grouped')).includes(folder) && canGroup(folder);
}

export function isGrouped(folder: View): boolean {
  return read(readSetting('grouped')).includes(folder) && canGroup(folder);
}

export function setGrouped(folder: View, grouped: boolean): void {
  const others = read(readSetting('grouped')).filter((name) => name !== folder);
  writeSetting('grouped', (grouped ? [...others, folder] : others).join(' '));
}
