'use client';

import { PenLine, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { late } from '@/components/places/late';
import { openMailto } from '@/components/reader/mailto';
import { SettingsButton } from '@/components/settings/SettingsButton';
import type { ListRoute } from '@/components/shell/route';
import { navigate } from '@/components/shell/useRoute';
import { BrandMark } from '@/components/ui/Brand';
import { Button } from '@/components/ui/Button';
import { sumOf } from '@/lib/store/counters';
import type { AccountRecord } from '@/lib/store/records/account';
import type { CounterRecord } from '@/lib/store/schema';
import { AccountItem } from './AccountItem';
import { type FixedView, FolderLink } from './FolderLink';

const OwnPlaces = late('OwnPlaces');

interface Props {
  accounts: readonly AccountRecord[];
  counters: readonly CounterRecord[];
  route: ListRoute;
  /** Called after a choice, so that a drawer can close. */
  onChoice?: () => void;
  onKeys: () => void;
  onSignOut: (account: AccountRecord, way: 'keep' | 'remove') => void;
}

const shown: readonly FixedView[] = ['inbox', 'starred', 'archive', 'junk', 'trash'];

/** Folders of all accounts, and the accounts, each with an inbox of its own. */
export const FolderPane = memo(function FolderPane({
  accounts,
  counters,
  route,
  onChoice,
  onKeys,
  onSignOut,
}: Props) {
  const t = useTranslations();
  return (
    <div className="flex h-full min-h-0 flex-col overflow-y-auto px-2.5 pt-3.5 pb-2.5">
      <p className="flex items-center gap-2.5 px-2.5 pt-0.5 pb-3.5 text-[1rem] font-bold tracking-tight">
        <BrandMark />
        {t('app.name')}
      </p>
      <Button
        kind="primary"
        className="mx-1 mb-3 h-10 shrink-0 max-sm:hidden"
        onClick={() => openMailto('mailto:')}
      >
        <PenLine aria-hidden />
        {t('folders.compose')}
      </Button>
      <nav aria-label={t('folders.title')}>
        <ul>
          {shown.map((folder) => (
            <FolderLink
              key={folder}
              folder={folder}
              current={route.folder === folder && route.only === null && route.q === null}
              {...sumOf(counters, { folder })}
              onChoice={onChoice}
            />
          ))}
        </ul>
        <OwnPlaces counters={counters} route={route} onChoice={onChoice} />
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
              current={route.only === account.id && route.q === null}
              unread={sumOf(counters, { folder: 'inbox', account: account.id }).unread}
              onChoice={onChoice}
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
});
