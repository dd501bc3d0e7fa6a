'use client';

import { useSyncExternalStore } from 'react';
import { type TaskState, tasks } from '@/lib/archive/client';

const none: TaskState = { phase: 'none' };

/** The export, verification or import that this tab has running, or had last. */
export function useTask(): TaskState {
  return useSyncExternalStore(tasks.subscribe, tasks.state, () => none);
}
