'use client';

import { useTranslations } from 'next-intl';
import { useEffect } from 'react';

/** What the tab is called: the open message, or how much is unread. */
export function useTitle(unread: number, subject: string | null): void {
  const t = useTranslations('app');
  const title = subject
    ? t('messageTitle', { subject })
    : unread > 0
      ? t('unreadTitle', { count: unread })
      : t('name');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
