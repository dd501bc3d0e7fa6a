import { ChevronDown, Server, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Choice } from '@/components/ui/Choice';
import { classes } from '@/components/ui/classes';
import { Field } from '@/components/ui/Field';
import { OtherSettings } from './FoundSettings';
import type { useAccountForm } from './useAccountForm';

interface Props {
  form: ReturnType<typeof useAccountForm>;
  open: boolean;
  onToggle: () => void;
}

/** One line that says where we are going to sign in, and the fold with the fields behind it. */
export function ServerSettings({ form: { values, problems, discovery, set }, open, onToggle }: Props) {
  const t = useTranslations('welcome');
  const securities = (['tls', 'starttls', 'none'] as const).map((value) => ({ value, label: t(value) }));
  const told = (field: keyof typeof problems) => (problems[field] ? t(problems[field]) : null);
  return (
    <>
      {/* On a phone the line has its room below the button from the beginning: what comes late moves nothing under a finger. */}
      <div className="mt-2.5 flex min-h-7 items-center gap-x-2.5 text-sm max-sm:flex-col-reverse max-sm:items-stretch">
        <span className={classes('flex min-w-0 items-center max-sm:min-h-5', open && 'max-sm:hidden')}>
          {values.host !== '' && !open && !discovery.looking && (
            <span className="flex min-w-0 animate-appear items-center gap-2 text-ink-2">
              <Server aria-hidden className="size-4 shrink-0" />
              <span className="min-w-0 text-shy">
                {t('guess', { host: values.host, security: t(values.security), port: values.port })}
              </span>
            </span>
          )}
        </span>
        <button
          type="button"
          aria-expanded={open}
          aria-controls="server-settings"
          onClick={onToggle}
          className="ml-auto inline-flex shrink-0 items-center max-sm:self-end gap-1 rounded-md text-ink-3 underline-offset-3 hover:text-ink hover:underline max-sm:min-h-11"
        >
          {t('server')}
          <ChevronDown
            aria-hidden
            className={classes('size-4 transition-transform duration-100', open && 'rotate-180')}
          />
        </button>
      </div>
      <div
        id="server-settings"
        hidden={!open}
        className="mt-2 grid animate-rise grid-cols-[1fr_7rem] gap-x-3 gap-y-3.5 rounded-xl border border-line bg-paper/60 p-4"
      >
        <Field
          className="col-span-2"
          label={t('username')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          value={values.username}
          problem={told('username')}
          onChange={(event) => set({ username: event.target.value })}
        />
        <Field
          className="col-span-2"
          label={t('host')}
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          value={values.host}
          problem={told('host')}
          onChange={(event) => set({ host: event.target.value })}
        />
        <Choice
          label={t('security')}
          value={values.security}
          options={securities}
          onChange={(security) => set({ security })}
        />
        <Field
          label={t('port')}
          inputMode="numeric"
          autoComplete="off"
          maxLength={5}
          dir="ltr"
          value={values.port}
          problem={told('port')}
          onChange={(event) => set({ port: event.target.value })}
        />
        <OtherSettings
          answer={discovery.answer}
          onChoose={({ port, ...server }) => set({ ...server, port: String(port) })}
        />
        {values.security === 'none' && (
          <p className="col-span-2 flex gap-2 rounded-lg bg-warn-soft px-3 py-2 text-sm text-warn">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {t('plainWarning')}
          </p>
        )}
      </div>
    </>
  );
}
