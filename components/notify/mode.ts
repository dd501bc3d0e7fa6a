'use client';

import { useSetting } from '@/components/settings/stored';

/** `count`: that there is new mail, and how much. `detail`: from whom and about what, which a locked screen may show. */
export const notifyModes = ['off', 'count', 'detail'] as const;

/** Off until somebody turns it on: only then the browser is asked. */
export const useNotifyMode = () => useSetting('notify', notifyModes);
