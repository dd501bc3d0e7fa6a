'use client';

import { EllipsisVertical } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type Route, routeHref } from '@/components/shell/route';
import { navigate } from '@/components/shell/useRoute';
import { classes } from '@/components/ui/classes';
import { iconButton } from '@/components/ui/IconButton';
import type { PopupProps } from '@/components/ui/lazyPopup';
import { unturned } from '@/lib/mail/letters';
import type { View } from '@/lib/store/schema';

interface Props {
  to: Partial<Route>;
  /** Where mail is moved that is dropped on it; absent: it takes none. */
  drop?: View;
  name: string;
  icon: ReactNode;
  /** How deep it stands among the folders. */
  depth?: number;
  current: boolean;
  /** How much is in it, where that is known without looking at all mail. */
  counts?: { total: number; unread: number };
  /** Said on demand; absent: its counts. */
  title?: string;
  onChoice?: (() => void) | undefined;
  /** What can be done with it, from a menu that this button opens. */
  menu?: (trigger: PopupProps['trigger']) => ReactNode;
}

/** A folder of the user's own, a label or a search: the way to it, its count, and what can be done with it. */
export function PlaceLink({
  to,
  drop,
  name,
  icon,
  depth = 0,
  current,
  counts,
  title,
  onChoice,
  menu,
}: Props) {
  const t = useTranslations();
  const format = useFormatter();
  const { total, unread } = counts ?? { total: 0, unread: 0 };
  return (
    <li
      data-drop={drop}
      className={classes(
        'group/place relative flex h-8.5 items-center rounded-lg max-lg:h-11 data-dropping:bg-soft data-dropping:outline-2 data-dropping:outline-accent',
        current ? 'bg-soft font-semibold text-accent' : 'text-ink-2 hover:bg-hover hover:text-ink',
      )}
    >
      <a
        href={routeHref(to)}
        aria-current={current ? 'page' : undefined}
        title={title ?? t('folders.counts', { total, unread })}
        draggable={false}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          navigate(to);
          onChoice?.();
        }}
        style={{ paddingInlineStart: `${0.625 + Math.min(depth, 6) * 0.9}rem` }}
        className="focus-inside flex h-full min-w-0 flex-1 items-center gap-2.75 rounded-lg pe-2.5 [&>svg]:size-4.5 [&>svg]:shrink-0"
      >
        {icon}
        {/* Read in its own direction, it stands at its icon all the same. */}
        <bdi className="min-w-0 flex-1 truncate text-left rtl:text-right">{unturned(name)}</bdi>
        {total > 0 && (
          <span
            aria-hidden
            className={classes(
              'text-xs tabular-nums',
              menu &&
                'max-lg:me-10 pointer-coarse:me-10 lg:group-focus-within/place:invisible lg:group-hover/place:invisible',
              unread > 0 ? 'font-semibold' : !current && 'text-ink-3',
            )}
          >
            {format.number(unread > 0 ? unread : total)}
          </span>
        )}
      </a>
      {menu?.(
        <button
          type="button"
          aria-label={t('places.menu', { name })}
          className={classes(
            iconButton,
            'absolute end-0.5 size-7.5 bg-hover lg:opacity-0 lg:group-hover/place:opacity-100 lg:focus-visible:opacity-100 lg:aria-expanded:opacity-100 max-lg:size-11 max-lg:bg-transparent pointer-coarse:opacity-100!',
          )}
        >
          <EllipsisVertical aria-hidden />
        </button>,
      )}
    </li>
  );
}
