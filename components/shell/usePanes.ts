'use client';

import { useEffect, useState } from 'react';
import { readSetting, writeSetting } from '@/components/settings/stored';

export interface Panes {
  folders: number;
  list: number;
}

export const paneLimits = {
  folders: { min: 180, max: 340, start: 232 },
  list: { min: 300, max: 680, start: 400 },
} as const;

/** Widths of the panes in px, remembered on this device. NaN gives a pane its first width back. */
export function usePanes(): [Panes, (change: Partial<Panes>) => void] {
  const [panes, setPanes] = useState<Panes>({
    folders: paneLimits.folders.start,
    list: paneLimits.list.start,
  });
  useEffect(() => setPanes(parsePanes(readSetting('panes'))), []);
  const change = (part: Partial<Panes>) => {
    const next = parsePanes(JSON.stringify({ ...panes, ...part }));
    setPanes(next);
    writeSetting('panes', JSON.stringify(next));
  };
  return [panes, change];
}

/** Reads what was remembered; whatever does not fit is the first width. */
export function parsePanes(text: string | null): Panes {
  let given: unknown = null;
  try {
    given = JSON.parse(text ?? 'null');
  } catch {
    // Somebody else wrote there.
  }
  const width = (name: keyof Panes): number => {
    const { min, max, start } = paneLimits[name];
    const value =
      given !== null && typeof given === 'object' ? (given as Record<string, unknown>)[name] : null;
    return typeof value === 'number' && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : start;
  };
  return { folders: width('folders'), list: width('list') };
}
