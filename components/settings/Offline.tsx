'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { done } from '@/components/actions/done';
import { useStored } from '@/components/shell/useStored';
import { sync } from '@/components/status/useSync';
import { sizeText } from '@/components/ui/sizes';
import { type OfflinePreview, previewOffline, readOffline, setOffline } from '@/lib/store/offline';
import { folders, type SystemFolder } from '@/lib/store/schema';
import { BeforeApply } from './BeforeApply';
import { Group } from './Group';
import { NumberChoice } from './NumberChoice';

/** What people ask for; 0: for good. */
const choices = [30, 90, 180, 365, 730, 0];

/** For how long the mail of each folder is whole on this device; told in numbers before it applies. */
export function OfflineGroup() {
  const t = useTranslations('offline');
  const names = useTranslations('folders');
  const { value, error } = useStored(readOffline, ({ kind }) => kind === 'retention');
  const [wish, setWish] = useState<{ folder: SystemFolder; days: number } | null>(null);
  if (error)
    return (
      <p role="alert" className="mt-7 text-bad">
        {t('failed')}
      </p>
    );
  if (!value) return null;
  return (
    <Group title={t('title')} text={t('text')}>
      <div className="grid max-w-90 gap-4">
        {folders.map((folder) => {
          const wished = wish?.folder === folder ? wish.days : value[folder];
          return (
            <div key={folder}>
              <NumberChoice
                label={names(folder)}
                value={wished}
                offered={choices}
                text={(days) => t('days', { days })}
                onChange={(days) => setWish(days === value[folder] ? null : { folder, days })}
              />
              {wish?.folder === folder && (
                <Before key={wish.days} folder={folder} days={wish.days} onDone={() => setWish(null)} />
              )}
            </div>
          );
        })}
      </div>
    </Group>
  );
}

/** What a choice would do, and the button that lets it. */
function Before({ folder, days, onDone }: { folder: SystemFolder; days: number; onDone: () => void }) {
  const t = useTranslations('offline');
  const locale = useLocale();
  const [preview, setPreview] = useState<OfflinePreview | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (days === 0) return;
    let alive = true;
    previewOffline(folder, days, Date.now()).then(
      (numbers) => alive && setPreview(numbers),
      () => alive && setFailed(true),
    );
    return () => {
      alive = false;
    };
  }, [folder, days]);
  const apply = async () => {
    try {
      const before = await setOffline(folder, days);
      done('offlineChanged', 0, () => setOffline(folder, before));
      if (days > 0) sync()?.check();
      onDone();
    } catch {
      setFailed(true);
    }
  };
  const { freed, whole } = preview ?? { freed: null, whole: [] };
  return (
    <BeforeApply
      ready={days === 0 || freed !== null}
      apply={t('apply')}
      cancel={t('cancel')}
      onApply={apply}
      onCancel={onDone}
    >
      {failed && <p className="text-bad">{t('failed')}</p>}
      {!failed && days === 0 && <p>{t('forGood')}</p>}
      {!failed && days > 0 && !freed && <p>{t('counting')}</p>}
      {freed && (
        <p className="font-semibold">
          {t('freed', { count: freed.messages, size: sizeText(freed.octets, locale) })}
        </p>
      )}
      {whole.map(({ because, messages }) => (
        <p key={because} className="mt-1 text-ink-2">
          {t(because, { count: messages })}
        </p>
      ))}
      {freed && freed.messages > 0 && <p className="mt-1 text-ink-2">{t('then')}</p>}
    </BeforeApply>
  );
}
