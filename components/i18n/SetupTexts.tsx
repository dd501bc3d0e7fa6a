'use client';

import type { ReactNode } from 'react';
import { LateTexts } from './LateTexts';
import setup from './setup.json';

/** Adds the texts of the search for an account's settings. */
export function SetupTexts({ children }: { children: ReactNode }) {
  return <LateTexts texts={setup}>{children}</LateTexts>;
}
