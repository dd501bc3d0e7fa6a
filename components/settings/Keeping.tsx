'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { done } from '@/components/actions/done';
import { useStored } from '@/components/shell/useStored';
import { readRetention, setRetention } from '@/lib/store/retention';
import type { RetentionKey } from '@/lib/store/schema';
import { DaysChoice } from './DaysChoice';
import { Group } from './Group';
import { OfflineGroup } from './Offline';
import { PlaceKeeping } from './PlaceKeeping';

/** What people ask for; 0: until they empty it. */
const choices = [7, 14, 30, 60, 90, 365, 0];

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

/** How long mail stays in Trash and in Junk. */
function Retention() {
  const t = useTranslations('keeping');
  const { value, error } = useStored(readRetention, ({ kind }) => kind === 'retention');
  const [failed, setFailed] = useState(false);
  const choose = async (key: RetentionKey, days: number) => {
    try {
      const before = await setRetention(key, days);
      done('retentionChanged', 0, () => setRetention(key, before));
    } catch {
      setFailed(true);
    }
  };
  if (error || failed)
    return (
      <p role="alert" className="text-bad">
        {t('failed')}
      </p>
    );
  if (!value) return null;
  return (
    <Group title={t('title')} text={t('text')}>
      <div className="grid max-w-90 gap-4">
        {(['keepTrash', 'keepJunk'] as const).map((key) => (
          <DaysChoice
            key={key}
            label={t(key)}
            value={value[key]}
            offered={choices}
            text={(days) => t('days', { days })}
            onChange={(days) => void choose(key, days)}
          />
        ))}
      </div>
    </Group>
  );
}
