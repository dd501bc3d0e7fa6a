'use client';

import { EllipsisVertical, LogOut, TriangleAlert } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { routeHref } from '@/components/shell/route';
import { navigate } from '@/components/shell/useRoute';
import { useSyncStatus } from '@/components/status/useSync';
import { classes } from '@/components/ui/classes';
import { iconButton } from '@/components/ui/IconButton';
import { lazyPopup } from '@/components/ui/lazyPopup';
import type { AccountRecord } from '@/lib/store/records/account';
import { accountColour } from './avatar';

interface Props {
  account: AccountRecord;
  /** Its inbox is what the list shows. */
  current: boolean;
  unread: number;
  onChoice?: (() => void) | undefined;
  onSignOut: (way: 'keep' | 'remove') => void;
}

const AccountMenu = lazyPopup(() => import('./AccountMenu').then(({ AccountMenu }) => AccountMenu));

/** One account: the way to its inbox, its colour, what is unread, how it is, and what can be done with it. */
export function AccountItem({ account, current, unread, onChoice, onSignOut }: Props) {
  const t = useTranslations('folders');
  const format = useFormatter();
  const { accounts } = useSyncStatus();
  const phase = accounts.find((state) => state.account === account.id)?.phase;
  const signedOut = !account.local && (account.key === null || phase === 'signed-out');
  return (
    <li
      className={classes(
        'group/account relative flex h-8.5 items-center rounded-lg pe-2.5 max-lg:h-11 max-lg:pe-13 pointer-coarse:pe-13',
        current ? 'bg-soft font-semibold text-accent' : 'text-ink-2 hover:bg-hover',
      )}
    >
      <a
        href={routeHref({ folder: 'inbox', only: account.id })}
        aria-current={current ? 'page' : undefined}
        title={account.name}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          navigate({ folder: 'inbox', only: account.id });
          onChoice?.();
        }}
        className="focus-inside flex h-full min-w-0 flex-1 items-center gap-2.75 rounded-lg ps-2.5 pe-1"
      >
        <span className="grid size-4.5 shrink-0 place-items-center">
          <span
            aria-hidden
            style={{ backgroundColor: accountColour(account.colour) }}
            className={classes('size-2.25 rounded-full', signedOut && 'opacity-40')}
          />
        </span>
        <bdi className="min-w-0 flex-1 truncate">{account.name}</bdi>
      </a>
      {signedOut ? (
        <LogOut role="img" aria-label={t('signedOut')} className="size-4 shrink-0 text-ink-3" />
      ) : phase === 'failed' ? (
        <TriangleAlert role="img" aria-label={t('failed')} className="size-4 shrink-0 text-warn" />
      ) : (
        unread > 0 && (
          <span
            className="text-xs font-semibold text-ink-3 tabular-nums lg:group-focus-within/account:invisible lg:group-hover/account:invisible"
            title={t('unread', { count: unread })}
          >
            {format.number(unread)}
          </span>
        )
      )}
      <AccountMenu
        account={account}
        signedOut={signedOut}
        onSignOut={onSignOut}
        trigger={
          <button
            type="button"
            aria-label={t('accountMenu', { name: account.name })}
            className={classes(
              iconButton,
              'absolute end-0.5 size-7.5 bg-hover lg:opacity-0 lg:group-hover/account:opacity-100 lg:focus-visible:opacity-100 lg:aria-expanded:opacity-100 max-lg:size-11 max-lg:bg-transparent pointer-coarse:opacity-100!',
            )}
          >
            <EllipsisVertical aria-hidden />
          </button>
        }
      />
    </li>
  );
}
