'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { Route } from '@/components/shell/route';
import { openSettings } from '@/components/shell/useRoute';
import { Button } from '@/components/ui/Button';
import { Choice } from '@/components/ui/Choice';
import { EmptyState } from '@/components/ui/EmptyState';
import type { AccountRecord } from '@/lib/store/records/account';
import type { Section, SectionCode } from './sections';

interface Props {
  section: Section;
  route: Route;
  accounts: readonly AccountRecord[];
}

/** A section, as soon as its code is here; above it the choice of the account that it is about. */
export function SectionBody({ section, route, accounts }: Props) {
  const t = useTranslations('settings');
  const [loaded, setLoaded] = useState<SectionCode | null>(section.code.loaded);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let alive = true;
    void section.code.load().then((code) => {
      if (!alive) return;
      if (code) setLoaded(code);
      else setFailed(true);
    });
    return () => {
      alive = false;
    };
  }, [section]);
  const account = section.perAccount
    ? (accounts.find(({ id }) => id === route.account) ?? accounts[0] ?? null)
    : null;

  if (failed) return <Missing />;
  return (
    // At the end there is room for the notice: what is last can be scrolled from under it.
    <div
      className="min-h-0 flex-1 overflow-y-auto px-6 pt-5 pb-20 max-sm:px-4 max-sm:pb-28"
      aria-busy={!loaded}
    >
      {section.perAccount && account && accounts.length > 1 && (
        <div className="mb-6 max-w-90">
          <Choice
            label={t('account')}
            value={account.id}
            options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => openSettings(section.id, id, 'replace')}
          />
        </div>
      )}
      {loaded ? (
        <loaded.Texts>
          <loaded.Component key={account?.id} account={account} accounts={accounts} />
        </loaded.Texts>
      ) : (
        <Skeleton />
      )}
    </div>
  );
}

function Skeleton() {
  return (
    <div aria-hidden className="grid gap-4">
      <div className="skeleton h-5 w-2/5" />
      <div className="skeleton h-16 w-full" />
      <div className="skeleton h-5 w-1/3" />
    </div>
  );
}

function Missing() {
  const t = useTranslations();
  return (
    <EmptyState title={t('settings.missingTitle')} text={t('settings.missingText')}>
      <Button onClick={() => location.reload()}>{t('app.reload')}</Button>
    </EmptyState>
  );
}
