'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { done } from '@/components/actions/done';
import { useStored } from '@/components/shell/useStored';
import { sizeText } from '@/components/ui/sizes';
import { type ExpiryPreview, previewExpiry } from '@/lib/store/expiry';
import { readRetention, retentionOf, setRetention } from '@/lib/store/retention';
import { BeforeApply } from './BeforeApply';
import { DaysChoice } from './DaysChoice';
import { Group } from './Group';
import { OfflineGroup } from './Offline';
import { PlaceKeeping } from './PlaceKeeping';

/** What people ask for; 0: until they empty it. */
const choices = [7, 14, 30, 60, 90, 365, 0];
type Emptied = keyof typeof retentionOf;

/** How long mail stays on this device. */
export function Keeping() {
  return (
    <>
      <Retention />
      <PlaceKeeping />
      <OfflineGroup />
    </>
  );
}

/** How long mail stays in Trash and in Junk; told in numbers before it applies. */
function Retention() {
  const t = useTranslations('keeping');
  const { value, error } = useStored(readRetention, ({ kind }) => kind === 'retention');
  const [wish, setWish] = useState<{ folder: Emptied; days: number } | null>(null);
  if (error)
    return (
      <p role="alert" className="text-bad">
        {t('failed')}
      </p>
    );
  if (!value) return null;
  return (
    <Group title={t('title')} text={t('text')}>
      <div className="grid max-w-90 gap-4">
        {(['trash', 'junk'] as const).map((folder) => {
          const key = retentionOf[folder];
          return (
            <div key={key}>
              <DaysChoice
                label={t(key)}
                value={wish?.folder === folder ? wish.days : value[key]}
                offered={choices}
                text={(days) => t('days', { days })}
                onChange={(days) => setWish(days === value[key] ? null : { folder, days })}
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

/** What a choice would delete now, and the button that lets it. */
function Before({ folder, days, onDone }: { folder: Emptied; days: number; onDone: () => void }) {
  const t = useTranslations('keeping');
  const locale = useLocale();
  const [preview, setPreview] = useState<ExpiryPreview | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let alive = true;
    previewExpiry(folder, days, Date.now()).then(
      (numbers) => alive && setPreview(numbers),
      () => alive && setFailed(true),
    );
    return () => {
      alive = false;
    };
  }, [folder, days]);
  const apply = async () => {
    try {
      const key = retentionOf[folder];
      const before = await setRetention(key, days);
      done('retentionChanged', 0, () => setRetention(key, before));
      onDone();
    } catch {
      setFailed(true);
    }
  };
  return (
    <BeforeApply
      ready={preview !== null}
      apply={t('apply')}
      cancel={t('cancel')}
      onApply={apply}
      onCancel={onDone}
    >
      {failed ? (
        <p className="text-bad">{t('failed')}</p>
      ) : (
        <p className="font-semibold">
          {days === 0
            ? t('forGood')
            : preview
              ? t('going', {
                  count: preview.going.messages,
                  size: sizeText(preview.going.octets, locale),
                })
              : t('counting')}
        </p>
      )}
      {preview && preview.staying > 0 && (
        <p className="mt-1 text-ink-2">{t('staying', { count: preview.staying })}</p>
      )}
    </BeforeApply>
  );
}
