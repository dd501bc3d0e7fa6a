'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { NotifyChoice } from '@/components/notify/NotifyChoice';
import { useStored } from '@/components/shell/useStored';
import { Choice } from '@/components/ui/Choice';
import { checkInterval, checkIntervals, setCheckInterval } from '@/lib/store/checking';
import { Group } from './Group';

/** How often mail is checked for, on this device and for all its accounts, and how it is told of. */
export function Checking() {
  return (
    <>
      <HowOften />
      <NotifyChoice />
    </>
  );
}

function HowOften() {
  const t = useTranslations('checking');
  const { value: minutes } = useStored(checkInterval, ({ kind }) => kind === 'checking');
  const [failed, setFailed] = useState(false);
  if (minutes === null) return null;
  const choose = (value: string) => {
    const chosen = checkIntervals.find((each) => String(each) === value);
    if (chosen === undefined) return;
    setCheckInterval(chosen).then(
      () => setFailed(false),
      () => setFailed(true),
    );
  };
  return (
    <Group title={t('title')} text={t(minutes === 0 ? 'byHandText' : 'text')}>
      <div className="max-w-90">
        <Choice
          label={t('label')}
          value={String(minutes)}
          options={checkIntervals.map((each) => ({
            value: String(each),
            label: each === 0 ? t('byHand') : t('every', { minutes: each }),
          }))}
          onChange={choose}
        />
        {failed && (
          <p role="alert" className="mt-2 text-sm text-bad">
            {t('failed')}
          </p>
        )}
      </div>
    </Group>
  );
}
