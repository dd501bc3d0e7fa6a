'use client';

import { CircleArrowUp, HardDrive, RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useUpdate } from '@/components/pwa/useUpdate';
import { optional } from '@/components/shell/optional';
import { Button } from '@/components/ui/Button';
import { onChange } from '@/lib/store/changes';
import { Notice } from './Notice';
import { useSyncStatus } from './useSync';

const ExpiryNotice = optional(() => import('./ExpiryNotice').then(({ ExpiryNotice }) => ExpiryNotice));

/** What must be known above all else: no room left, an outdated tab, a new version. */
export function Notices() {
  const t = useTranslations();
  const update = useUpdate();
  const outdated = useOutdated();
  const { accounts } = useSyncStatus();
  const full = accounts.some(({ problem }) => problem?.code === 'storage_full');
  const asking = accounts.filter(({ notices }) =>
    notices?.some((notice) => notice.kind === 'removes-itself' && notice.asks),
  );
  if (outdated) {
    return (
      <Notice icon={<RotateCw aria-hidden />} urgent text={t('notices.outdated')}>
        <Button kind="primary" onClick={() => location.reload()}>
          {t('app.reload')}
        </Button>
      </Notice>
    );
  }
  return (
    <>
      {asking.map(({ account }) => (
        <ExpiryNotice key={account} account={account} />
      ))}
      {full && <Notice icon={<HardDrive aria-hidden />} urgent text={t('notices.full')} />}
      {update.waiting && (
        <Notice icon={<CircleArrowUp aria-hidden />} text={t('notices.update')}>
          <Button kind="primary" onClick={update.apply}>
            {t('notices.updateDo')}
          </Button>
        </Notice>
      )}
    </>
  );
}

/** An outdated tab reloads by itself as soon as nobody looks at it. */
function useOutdated(): boolean {
  const [outdated, setOutdated] = useState(false);
  useEffect(() => onChange(({ kind }) => kind === 'outdated' && setOutdated(true)), []);
  useEffect(() => {
    if (!outdated) return;
    const reload = () => {
      if (document.visibilityState === 'hidden' && mayReload()) location.reload();
    };
    reload();
    document.addEventListener('visibilitychange', reload);
    return () => document.removeEventListener('visibilitychange', reload);
  }, [outdated]);
  return outdated;
}

/** A tab that is still the old one after its reload must not go round and round, ms. */
const reloadEvery = 60_000;

function mayReload(): boolean {
  const key = 'postbag.reloaded';
  const now = Date.now();
  try {
    if (now - Number(sessionStorage.getItem(key)) < reloadEvery) return false;
    sessionStorage.setItem(key, String(now));
    return true;
  } catch {
    return false;
  }
}
