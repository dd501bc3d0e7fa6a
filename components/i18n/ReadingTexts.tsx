'use client';

import type { ReactNode } from 'react';
import { LateTexts } from './LateTexts';
import reading from './reading.json';

/** Adds the texts of an open message. */
export function ReadingTexts({ children }: { children: ReactNode }) {
  return <LateTexts texts={reading}>{children}</LateTexts>;
}
