'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Button } from '@/components/ui/Button';
import { sizeText } from '@/components/ui/sizes';
import { type TaskState, tasks } from '@/lib/archive/client';
import type { Progress } from '@/lib/archive/exportMail';
import { Outcome } from './Outcome';

/** What is being done, how far it is, and how it ended. It stays in sight above the rest. */
export function TaskPanel({ state }: { state: TaskState }) {
  const t = useTranslations('copies');
  if (state.phase === 'none') return null;
  return (
    <section
      aria-label={t('task.title')}
      aria-live="polite"
      aria-busy={state.phase === 'running'}
      className="sticky -top-5 z-10 mb-6 rounded-xl border border-line bg-surface px-4 py-3.5 shadow-menu"
    >
      {state.phase === 'running' ? (
        <Running kind={state.task.kind} progress={state.progress} stopping={state.stopping} />
      ) : (
        <Outcome state={state} onClose={tasks.clear} />
      )}
    </section>
  );
}

function Running({ kind, progress, stopping }: { kind: string; progress: Progress; stopping: boolean }) {
  const t = useTranslations('copies.task');
  const locale = useLocale();
  const { done, octets, octetsTotal } = progress;
  const percent = octetsTotal > 0 ? Math.min(100, Math.round((octets / octetsTotal) * 100)) : 0;
  const title = kind === 'export' ? t('exporting') : kind === 'verify' ? t('verifying') : t('importing');
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2.5">
      <div className="min-w-56 flex-1">
        <p className="font-semibold">{title}</p>
        <p aria-live="off" className="text-sm text-ink-2 tabular-nums">
          {octetsTotal > 0
            ? t('progress', { done, size: sizeText(octets, locale), total: sizeText(octetsTotal, locale) })
            : t('preparing')}
        </p>
        <div
          role="progressbar"
          aria-label={title}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          className="mt-2 h-1.5 overflow-hidden rounded-full bg-line forced-colors:border"
        >
          <div
            style={{ width: `${percent}%` }}
            className="h-full rounded-full bg-accent forced-colors:bg-[Highlight]"
          />
        </div>
      </div>
      <Button busy={stopping} onClick={tasks.stop}>
        {t('stop')}
      </Button>
    </div>
  );
}
