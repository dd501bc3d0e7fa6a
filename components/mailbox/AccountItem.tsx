'use client';

import { EllipsisVertical, LogOut, TriangleAlert } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useSyncStatus } from '@/components/status/useSync';
import { classes } from '@/components/ui/classes';
import { iconButton } from '@/components/ui/IconButton';
import { lazyPopup } from '@/components/ui/lazyPopup';
import type { AccountRecord } from '@/lib/store/schema';
import { accountColour } from './avatar';

interface Props {
  account: AccountRecord;
  unread: number;
  onSignOut: (way: 'keep' | 'remove') => void;
}

const AccountMenu = lazyPopup(() => import('./AccountMenu').then(({ AccountMenu }) => AccountMenu));

/** One account: its colour, what is unread, how it is, and what can be done with it. */
export function AccountItem({ account, unread, onSignOut }: Props) {
  const t = useTranslations('folders');
  const format = useFormatter();
  const { accounts } = useSyncStatus();
  const phase = accounts.find((state) => state.account === account.id)?.phase;
  const signedOut = account.key === null || phase === 'signed-out';
  return (
    <li className="group/account relative flex h-8.5 items-center gap-2.75 rounded-lg px-2.5 text-ink-2 hover:bg-hover max-lg:h-11 max-lg:pe-13 pointer-coarse:pe-13">
      <span className="grid size-4.5 shrink-0 place-items-center">
        <span
          aria-hidden
          style={{ backgroundColor: accountColour(account.colour) }}
          className={classes('size-2.25 rounded-full', signedOut && 'opacity-40')}
        />
      </span>
      <span className="min-w-0 flex-1 truncate" title={account.name}>
        <bdi>{account.name}</bdi>
      </span>
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
