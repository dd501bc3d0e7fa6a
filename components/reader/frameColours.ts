'use client';

import { useMedia } from '@/components/settings/theme';
import type { FrameColours } from './frameDocument';

const resolved = new Map<string, FrameColours>();

/** The page's colours for the frame of a message. They are read from the page once for each theme: that takes a layout. */
export function useFrameColours(dark: boolean): FrameColours {
  const contrast = useMedia('(prefers-contrast: more)');
  const key = `${dark} ${contrast}`;
  const colours = resolved.get(key) ?? resolve(dark);
  resolved.set(key, colours);
  return colours;
}

function resolve(dark: boolean): FrameColours {
  const probe = document.createElement('div');
  // The page itself may get the theme only after this.
  probe.style.colorScheme = dark ? 'dark' : 'light';
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  document.body.append(probe);
  const [ink, quiet, line, accent] = ['ink', 'ink-2', 'line', 'accent'].map(colour);
  probe.remove();
  return { dark, ink: ink ?? '', quiet: quiet ?? '', line: line ?? '', accent: accent ?? '' };
}
