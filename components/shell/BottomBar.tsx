'use client';

import { Folders, Inbox, PenLine } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { openMailto } from '@/components/reader/mailto';
import { SettingsButton } from '@/components/settings/SettingsButton';
import { classes } from '@/components/ui/classes';
import { type Route, routeHref } from './route';
import { navigate } from './useRoute';

const item =
  'focus-inside flex h-full flex-1 flex-col items-center justify-center gap-0.5 text-2xs [&_svg]:size-5.5';

/** A phone's way around, where the thumb is. */
export function BottomBar({
  route,
  unread,
  onFolders,
  onKeys,
}: {
  route: Route;
  unread: number;
  onFolders: () => void;
  onKeys: () => void;
}) {
  const t = useTranslations('folders');
  // A search is in none of them.
  const inFolders = route.q === null && (route.folder !== 'inbox' || route.only !== null);
  const atInbox = route.folder === 'inbox' && route.only === null && route.q === null;
  return (
    <nav
      aria-label={t('title')}
      className="flex h-16 shrink-0 border-t border-line bg-raised text-ink-3 pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      <a
        href={routeHref({})}
        aria-current={atInbox ? 'page' : undefined}
        onClick={(event) => {
          event.preventDefault();
          navigate({}, 'replace');
        }}
        className={classes(item, atInbox && 'font-semibold text-accent')}
      >
        <Badge shown={unread > 0}>
          <Inbox aria-hidden />
        </Badge>
        {t('inbox')}
      </a>
      <button
        type="button"
        onClick={onFolders}
        className={classes(item, inFolders && 'font-semibold text-accent')}
      >
        <Folders aria-hidden />
        {t('title')}
      </button>
      <SettingsButton onKeys={onKeys} className={item} />
    </nav>
  );
}

function Badge({ shown, children }: { shown: boolean; children: ReactNode }) {
  return (
    <span className="relative">
      {children}
      {shown && (
        <span className="absolute -end-1 -top-0.5 size-2.25 rounded-full bg-accent ring-2 ring-raised" />
      )}
    </span>
  );
}

/** Writing, over the list's lower corner. */
export function ComposeButton() {
  const t = useTranslations('folders');
  return (
    <button
      type="button"
      aria-label={t('compose')}
      onClick={() => openMailto('mailto:')}
      className="absolute end-4 bottom-4 z-10 grid size-14 place-items-center rounded-[18px] bg-accent text-on-accent shadow-[0_6px_18px_rgb(0_0_0/0.22)] transition-colors hover:bg-accent-strong lg:hidden"
    >
      <PenLine aria-hidden className="size-6" />
    </button>
  );
}
