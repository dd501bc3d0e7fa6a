'use client';

import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useSetting } from './stored';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
export const densities = ['comfortable', 'compact'] as const;
export type Density = (typeof densities)[number];

export const useTheme = () => useSetting('theme', themes);
export const useDensity = () => useSetting('density', densities);

/** Puts the chosen theme on <html>; without a choice the system's counts, in CSS alone. */
export function useAppliedTheme(): void {
  const [theme] = useTheme();
  useEffect(() => {
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
  }, [theme]);
}

/** Whether what is on the screen is dark right now. */
export function useDark(): boolean {
  const [theme] = useTheme();
  const system = useMedia('(prefers-color-scheme: dark)');
  return theme === 'system' ? system : theme === 'dark';
}

/** Panes stand one after the other. */
export const phoneWidth = '(max-width: 639.98px)';

/**
 * Asked for at each drawing: the browser parses each query once, and is asked once. To answer, it lays out whatever has
 * just been changed.
 */
const media = new Map<string, { list: MediaQueryList; matches: boolean }>();

function mediaOf(query: string): { list: MediaQueryList; matches: boolean } {
  let found = media.get(query);
  if (!found) {
    const list = matchMedia(query);
    const known = { list, matches: list.matches };
    list.addEventListener('change', ({ matches }) => {
      known.matches = matches;
    });
    found = known;
    media.set(query, found);
  }
  return found;
}

export function useMedia(query: string): boolean {
  const follow = useCallback(
    (listener: () => void) => {
      const { list } = mediaOf(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(
    follow,
    () => mediaOf(query).matches,
    () => false,
  );
}
