'use client';

import { ClipboardCopy, RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/Button';
import { useCopying } from '@/components/ui/useCopying';
import type { DoctorRow } from '@/lib/contract/doctor';
import { toldAs } from '../told';
import { DoctorList, type ServerAt } from './DoctorList';
import { reportText } from './reportText';
import type { Examination } from './useDoctor';

interface Props {
  state: Examination;
  servers: { incoming: ServerAt & { security: string }; outgoing: (ServerAt & { security: string }) | null };
  domain: string;
  /** User name and address: no report holds them. */
  names: readonly string[];
  onAgain: () => void;
  pinning?: (row: DoctorRow) => ReactNode;
  children?: ReactNode;
}

/** An examination as people see it: its list, how it stands, and what can be done with it. */
export function DoctorPanel({ state, servers, domain, names, onAgain, pinning, children }: Props) {
  const t = useTranslations();
  const { copied, copy } = useCopying();
  const { phase, rows, problem } = state;
  if (phase === 'idle') return null;
  const key = toldAs(problem ?? { code: 'unreachable_bridge' });
  return (
    <section aria-label={t('doctor.title')}>
      <p role="status" className="mb-2 min-h-5 text-sm text-ink-3">
        {t(`doctor.${phase}`)}
      </p>
      <DoctorList state={state} servers={servers} domain={domain} {...(pinning && { pinning })} />
      {phase === 'failed' && (
        <p className="mt-2 text-sm text-pretty text-bad">
          {t(`${key}.title`)}.{' '}
          {t(`${key}.hint`, { host: servers.incoming.host, port: String(servers.incoming.port), domain })}
        </p>
      )}
      {phase !== 'running' && (
        <div className="mt-3 flex flex-wrap gap-2">
          <Button onClick={onAgain}>
            <RotateCw aria-hidden />
            {t('doctor.again')}
          </Button>
          {children}
          {rows.length > 0 && (
            <Button onClick={() => void copy(reportText(rows, { servers, names, at: new Date() }))}>
              <ClipboardCopy aria-hidden />
              {t('doctor.copy')}
            </Button>
          )}
        </div>
      )}
      <p aria-live="polite" className="mt-1.5 text-sm text-ink-2 empty:hidden">
        {copied && t(`doctor.${copied}`)}
      </p>
    </section>
  );
}
