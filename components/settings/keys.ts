'use client';

import { useSetting } from './stored';

export const keySwitches = ['on', 'off'] as const;

/** Whether keys of a single character do something (WCAG 2.1.4); Enter and Escape always do. */
export const useKeySwitch = () => useSetting('keys', keySwitches);
