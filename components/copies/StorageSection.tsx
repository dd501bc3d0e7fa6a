'use client';

import { useTranslations } from 'next-intl';
import { Group } from '@/components/settings/Group';
import type { SectionProps } from '@/components/settings/sections';
import { ExportForm } from './ExportForm';
import { ImportForm } from './ImportForm';
import { IndexForm } from './IndexForm';
import { SafetyPanel } from './SafetyPanel';
import { TaskPanel } from './TaskPanel';
import { useTask } from './useTask';
import { VerifyForm } from './VerifyForm';

/** How safe the mail on this device is, and the second copy: made, checked, brought back. */
export function StorageSection({ accounts }: SectionProps) {
  const t = useTranslations('copies');
  const task = useTask();
  const busy = task.phase === 'running';
  return (
    <>
      <TaskPanel state={task} />
      <Group title={t('safety.title')}>
        <SafetyPanel />
      </Group>
      <Group title={t('export.title')} text={t('export.text')}>
        <ExportForm accounts={accounts} busy={busy} />
      </Group>
      <Group title={t('verify.title')} text={t('verify.text')}>
        <VerifyForm busy={busy} />
      </Group>
      <Group title={t('import.title')} text={t('import.text')}>
        <ImportForm accounts={accounts} busy={busy} />
      </Group>
      <Group title={t('index.title')} text={t('index.text')}>
        <IndexForm />
      </Group>
    </>
  );
}
