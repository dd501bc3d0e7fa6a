'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { dateGroup } from './dates';

/** Where in time the top of the list is. */
export function StickyDate({ group }: { group: string | null }) {
  return (
    <p
      aria-hidden
      className="shrink-0 border-b border-line/80 px-4 pt-0.5 pb-1.5 text-xs font-semibold text-ink-3"
    >
      {group ?? '\u00a0'}
    </p>
  );
}

/** What people call the time of a date: Today, Yesterday, Last 7 days, March 2025. */
export function useDateGroup(now: number): (date: number | undefined) => string | null {
  const t = useTranslations('list');
  const locale = useLocale();
  return useCallback(
    (date) => {
      if (date === undefined) return null;
      const group = dateGroup(date, now, locale);
      return typeof group === 'string' ? t(group) : group.month;
    },
    [now, locale, t],
  );
}
