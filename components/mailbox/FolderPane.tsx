'use client';

import { Inbox, PenLine, Plus } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { openMailto } from '@/components/reader/mailto';
import { SettingsButton } from '@/components/settings/SettingsButton';
import { routeHref } from '@/components/shell/route';
import { navigate } from '@/components/shell/useRoute';
import { BrandMark } from '@/components/ui/Brand';
import { Button } from '@/components/ui/Button';
import type { AccountRecord, CounterRecord } from '@/lib/store/schema';
import { AccountItem } from './AccountItem';

interface Props {
  accounts: readonly AccountRecord[];
  counters: readonly CounterRecord[];
  unread: number;
  /** On the page for the open folder; called after a choice, so that a drawer can close. */
  onChoice?: () => void;
  onKeys: () => void;
  onSignOut: (account: AccountRecord, way: 'keep' | 'remove') => void;
}

/** Folders and accounts. */
export function FolderPane({ accounts, counters, unread, onChoice, onKeys, onSignOut }: Props) {
  const t = useTranslations();
  const format = useFormatter();
  return (
    <div className="flex h-full min-h-0 flex-col overflow-y-auto px-2.5 pt-3.5 pb-2.5">
      <p className="flex items-center gap-2.5 px-2.5 pt-0.5 pb-3.5 text-[1rem] font-bold tracking-tight">
        <BrandMark />
        {t('app.name')}
      </p>
      <Button kind="primary" className="mx-1 mb-3 h-10 max-sm:hidden" onClick={() => openMailto('mailto:')}>
        <PenLine aria-hidden />
        {t('folders.compose')}
      </Button>
      <nav aria-label={t('folders.title')}>
        <ul>
          <li>
            <a
              href={routeHref({})}
              aria-current="page"
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                navigate({});
                onChoice?.();
              }}
              className="focus-inside flex h-8.5 items-center gap-2.75 rounded-lg bg-soft px-2.5 font-semibold text-accent max-lg:h-11"
            >
              <Inbox aria-hidden className="size-4.5 shrink-0" />
              <span className="min-w-0 flex-1 truncate">{t('folders.inbox')}</span>
              {unread > 0 && (
                <span
                  aria-hidden
                  title={t('folders.unread', { count: unread })}
                  className="text-xs font-semibold tabular-nums"
                >
                  {format.number(unread)}
                </span>
              )}
            </a>
          </li>
        </ul>
      </nav>
      <section aria-labelledby="accounts-heading">
        <h2 id="accounts-heading" className="px-2.5 pt-4.5 pb-1.5 text-xs font-semibold text-ink-3">
          {t('folders.accounts')}
        </h2>
        <ul>
          {accounts.map((account) => (
            <AccountItem
              key={account.id}
              account={account}
              unread={counters.find((counter) => counter.account === account.id)?.unread ?? 0}
              onSignOut={(way) => onSignOut(account, way)}
            />
          ))}
          <li>
            <button
              type="button"
              onClick={() => navigate({ add: true })}
              className="focus-inside flex h-8.5 w-full items-center gap-2.75 rounded-lg px-2.5 text-ink-2 transition-colors duration-100 hover:bg-hover hover:text-ink max-lg:h-11"
            >
              <Plus aria-hidden className="size-4.5 shrink-0" />
              {t('folders.addAccount')}
            </button>
          </li>
        </ul>
      </section>
      <span className="flex-1" />
      <div className="max-sm:hidden">
        <SettingsButton onKeys={onKeys} />
      </div>
    </div>
  );
}
