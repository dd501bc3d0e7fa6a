'use client';

import type { ReactNode } from 'react';
import { LateTexts } from './LateTexts';
import organising from './organising.json';

/** Adds the texts of folders, labels and all that keeps mail in order. */
export function OrganisingTexts({ children }: { children: ReactNode }) {
  return <LateTexts texts={organising}>{children}</LateTexts>;
}
