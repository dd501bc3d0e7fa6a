'use client';

import { Archive, Inbox, type LucideIcon, OctagonAlert, Star, Trash2 } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { routeHref } from '@/components/shell/route';
import { navigate } from '@/components/shell/useRoute';
import { classes } from '@/components/ui/classes';

/** The lists that everybody has; the user's own stand below them. */
export type FixedView = 'inbox' | 'starred' | 'archive' | 'junk' | 'trash';

export const folderIcons: Record<FixedView, LucideIcon> = {
  inbox: Inbox,
  starred: Star,
  archive: Archive,
  junk: OctagonAlert,
  trash: Trash2,
};

/** In these folders what is unread waits for somebody; of the others it counts how much is there. */
const waits: readonly FixedView[] = ['inbox', 'junk'];

interface Props {
  folder: FixedView;
  current: boolean;
  total: number;
  unread: number;
  /** Called after a choice, so that a drawer can close. */
  onChoice?: (() => void) | undefined;
}

/** A folder of all accounts, with its count. */
export function FolderLink({ folder, current, total, unread, onChoice }: Props) {
  const t = useTranslations('folders');
  const format = useFormatter();
  const Icon = folderIcons[folder];
  const count = waits.includes(folder) ? unread : total;
  return (
    <li
      data-drop={folder}
      className="rounded-lg data-dropping:bg-soft data-dropping:outline-2 data-dropping:outline-accent"
    >
      <a
        href={routeHref({ folder })}
        aria-current={current ? 'page' : undefined}
        // What the figure means; the name is the folder's alone.
        title={t('counts', { total, unread })}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          navigate({ folder });
          onChoice?.();
        }}
        className={classes(
          'focus-inside flex h-8.5 items-center gap-2.75 rounded-lg px-2.5 max-lg:h-11',
          current
            ? 'bg-soft font-semibold text-accent'
            : 'text-ink-2 transition-colors duration-100 hover:bg-hover hover:text-ink',
        )}
      >
        <Icon aria-hidden className="size-4.5 shrink-0" />
        <span className="min-w-0 flex-1 truncate">{t(folder)}</span>
        {count > 0 && (
          <span
            aria-hidden
            className={classes(
              'text-xs tabular-nums',
              waits.includes(folder) ? 'font-semibold' : !current && 'text-ink-3',
            )}
          >
            {format.number(count)}
          </span>
        )}
      </a>
    </li>
  );
}
