import { Check, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';
import { commandLines } from '@/components/settings/sessionText';
import { Spinner } from '@/components/ui/Spinner';
import { durationText } from '@/components/ui/sizes';
import { Technical } from '@/components/ui/Technical';
import type { StepTiming } from '@/lib/contract/routes';
import { StorageFull } from '@/lib/store/errors';
import { domainOf } from './guessSettings';
import { toldAs } from './told';
import type { SignInState } from './useSignIn';

/** The steps of a sign-in: those that worked with their times, and the one that failed with cause and cure. */
export function SignInSteps({ state }: { state: SignInState }) {
  const t = useTranslations();
  if (state.phase === 'idle') return null;
  return (
    <ol
      aria-label={t('steps.title')}
      aria-live="polite"
      className="mt-4.5 animate-appear divide-y divide-line overflow-hidden rounded-xl border border-line text-sm"
    >
      {state.phase === 'working' && (
        <Row icon={<Spinner className="size-4.5 text-accent" />}>
          {t('steps.working', { host: state.values.host })}
          <span className="mt-0.5 block animate-[appear_120ms_4s_backwards] text-xs text-ink-3">
            {t('steps.slow')}
          </span>
        </Row>
      )}
      {state.phase === 'failed' && state.steps.map((step) => <Done key={step.step} step={step} />)}
      {state.phase === 'failed' && <Failed state={state} />}
      {state.phase === 'unsaved' && (
        <FailedRow
          title={t('welcome.storeFailed')}
          hint={
            state.error instanceof StorageFull ? t('welcome.storeFull') : t('problems.storage_failed.hint')
          }
        >
          <Technical>{`${state.error.name}: ${state.error.message}`}</Technical>
        </FailedRow>
      )}
    </ol>
  );
}

function Row({ icon, end, children }: { icon: ReactNode; end?: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2.5 px-3.5 py-2.5">
      {icon}
      <span className="min-w-0 flex-1 text-shy">{children}</span>
      {end && <span className="shrink-0 text-ink-3 tabular-nums">{end}</span>}
    </li>
  );
}

function Done({ step: { step, ms, certificateDays } }: { step: StepTiming }) {
  const t = useTranslations('steps');
  const text = certificateDays !== undefined ? t('tlsDays', { days: certificateDays }) : t(step);
  return (
    <Row
      icon={<Check aria-hidden className="size-4.5 shrink-0 text-ok" />}
      end={t('ms', { ms: Math.round(ms) })}
    >
      {text}
    </Row>
  );
}

function Failed({ state: { problem, values, log } }: { state: SignInState & { phase: 'failed' } }) {
  const t = useTranslations();
  const locale = useLocale();
  const key = toldAs(problem);
  const about = {
    host: values.host,
    port: String(values.port),
    domain: domainOf(values.address) ?? values.host,
  };
  return (
    <FailedRow title={t(`${key}.title`)} hint={t(`${key}.hint`, about)}>
      {problem.retryAfter !== undefined && (
        <small className="mt-1 block text-sm text-ink-2">
          {t('steps.retryAfter', { time: durationText(problem.retryAfter, locale) })}
        </small>
      )}
      <Technical>
        {problem.said !== undefined && `${t('steps.said')}: ${problem.said}\n`}
        {problem.step && `${t('steps.step')}: ${problem.step}\n`}
        {`${t('steps.code')}: ${problem.code}`}
      </Technical>
      {log.length > 0 && <Technical title={t('steps.did')}>{commandLines(log)}</Technical>}
    </FailedRow>
  );
}

function FailedRow({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  const row = useRef<HTMLLIElement>(null);
  // With braces: newer browsers answer with a promise, which React would take for the effect's clean-up.
  useEffect(() => {
    row.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <li ref={row} className="flex scroll-my-6 items-start gap-2.5 bg-bad-soft px-3.5 py-2.5">
      <X aria-hidden className="mt-px size-4.5 shrink-0 text-bad" />
      <div role="alert" className="min-w-0 flex-1">
        <strong className="font-semibold text-bad">{title}</strong>
        <small className="mt-0.5 block text-sm text-pretty text-ink-2 text-shy">{hint}</small>
        {children}
      </div>
    </li>
  );
}
