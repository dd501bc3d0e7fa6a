'use client';

import type { ReactNode } from 'react';
import doctor from './doctor.json';
import { LateTexts } from './LateTexts';

/** Adds the texts of the connection doctor, and what is said of a failure whose cause is known. */
export function DoctorTexts({ children }: { children: ReactNode }) {
  return <LateTexts texts={doctor}>{children}</LateTexts>;
}
