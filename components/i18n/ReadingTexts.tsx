'use client';

import type { ReactNode } from 'react';
import { LateTexts } from './LateTexts';
import reading from './reading.json';

/** Adds the texts of what the reader loads when it is wanted. */
export function ReadingTexts({ children }: { children: ReactNode }) {
  return <LateTexts texts={reading}>{children}</LateTexts>;
}
