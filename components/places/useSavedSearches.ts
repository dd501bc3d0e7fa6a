'use client';

import { useStored } from '@/components/shell/useStored';
import { type SavedSearch, savedSearches } from '@/lib/store/savedSearches';

const none: readonly SavedSearch[] = [];

/** The searches that are kept, by name. */
export const useSavedSearches = (): readonly SavedSearch[] =>
  useStored(savedSearches, ({ kind }) => kind === 'places').value ?? none;
