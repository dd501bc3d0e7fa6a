'use client';

import type { ReactNode } from 'react';
import { LateTexts } from './LateTexts';
import setup from './setup.json';

/** Adds the texts of the page on which an account is added, or signs in again. */
export function SetupTexts({ children }: { children: ReactNode }) {
  return <LateTexts texts={setup}>{children}</LateTexts>;
}
