'use client';

import type { ReactNode } from 'react';
import { LateTexts } from './LateTexts';
import sections from './sections.json';

/** Adds the texts that only sections of the settings show. */
export function SectionTexts({ children }: { children: ReactNode }) {
  return <LateTexts texts={sections}>{children}</LateTexts>;
}
