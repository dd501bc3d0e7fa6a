'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Group } from '@/components/settings/Group';
import { Segments } from '@/components/settings/Segments';
import { notifyModes, useNotifyMode } from './mode';

/** Whether new mail is told of while nobody looks. The browser is asked when somebody turns it on, and not before. */
export function NotifyChoice() {
  const t = useTranslations('notify');
  const [mode, setMode] = useNotifyMode();
  const [refused, setRefused] = useState(false);
  const able = typeof Notification !== 'undefined' && 'serviceWorker' in navigator;
  const choose = async (next: typeof mode) => {
    const allowed = next === 'off' || (await Notification.requestPermission()) === 'granted';
    setRefused(!allowed);
    if (allowed) setMode(next);
  };
  const blocked = able && mode !== 'off' && Notification.permission !== 'granted';
  return (
    <Group title={t('title')} text={t(able ? 'text' : 'unable')}>
      {able && (
        <Segments
          label={t('title')}
          value={mode}
          options={notifyModes.map((value) => ({ value, label: t(value === 'count' ? 'plain' : value) }))}
          onChange={(next) => void choose(next)}
        />
      )}
      {(refused || blocked) && (
        <p role="alert" className="mt-2 text-sm text-bad">
          {t('refused')}
        </p>
      )}
    </Group>
  );
}
