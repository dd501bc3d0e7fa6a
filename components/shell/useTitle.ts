'use client';

import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { afterPaint } from './AfterPaint';

/** What the tab is called, and the number on the icon of an installed app: the open message, or how much is unread. */
export function useTitle(unread: number, subject: string | null): void {
  const t = useTranslations('app');
  const title = subject
    ? t('messageTitle', { subject })
    : unread > 0
      ? t('unreadTitle', { count: unread })
      : t('name');
  // The browser's other processes are told of it: not while a message is on its way to the screen.
  useEffect(
    () =>
      afterPaint(() => {
        document.title = title;
      }),
    [title],
  );
  useEffect(() => {
    // Only where it is installed and the system can; anywhere else there is no icon to bear a number.
    const shown = unread > 0 ? navigator.setAppBadge?.(unread) : navigator.clearAppBadge?.();
    shown?.catch(() => {});
  }, [unread]);
}
