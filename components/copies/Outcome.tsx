'use client';

import { CircleCheck, CircleX, Info, X } from 'lucide-react';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from '@/components/ui/Button';
import { classes } from '@/components/ui/classes';
import { IconButton } from '@/components/ui/IconButton';
import { sizeText } from '@/components/ui/sizes';
import { Technical } from '@/components/ui/Technical';
import type { TaskState } from '@/lib/archive/client';
import type { ImportResult } from '@/lib/archive/importMail';
import type { VerifyResult } from '@/lib/archive/verify';
import { download, exportName } from './files';

type Ended = Exclude<TaskState, { phase: 'none' | 'running' }>;
type Ending = 'good' | 'bad' | 'so';

/** How a task ended: what is so now, what is missing, and what to do. */
export function Outcome({ state, onClose }: { state: Ended; onClose: () => void }) {
  const t = useTranslations('copies');
  if (state.phase === 'failed') {
    return (
      <Said ending="bad" title={t(`problems.${state.code}.title`)} onClose={onClose}>
        <p>{t(`problems.${state.code}.hint`)}</p>
        {state.partly && <Imported result={state.partly} />}
        {state.detail && <Technical>{state.detail}</Technical>}
      </Said>
    );
  }
  if (state.phase === 'stopped') {
    return (
      <Said ending="so" title={t('task.stopped')} onClose={onClose}>
        {state.partly ? <Imported result={state.partly} /> : <p>{t('task.stoppedText')}</p>}
      </Said>
    );
  }
  const { outcome } = state;
  switch (outcome.kind) {
    case 'export':
      return <Exported {...outcome} onClose={onClose} />;
    case 'verify':
      return <Verified {...outcome} onClose={onClose} />;
    case 'import':
      return (
        <Said
          ending={outcome.problems.count > 0 ? 'so' : 'good'}
          title={t('import.done', { count: outcome.imported })}
          onClose={onClose}
        >
          <Imported result={outcome} />
        </Said>
      );
    case 'survey':
      return null;
  }
}

function Exported({
  messages,
  octets,
  damaged,
  file,
  format,
  onClose,
}: {
  messages: number;
  octets: number;
  damaged: number;
  file: Blob | null;
  format: 'zip' | 'mbox';
  onClose: () => void;
}) {
  const t = useTranslations('copies.export');
  const locale = useLocale();
  const handed = useRef<Blob | null>(null);
  const save = () => file && download(file, exportName(format, new Date()));
  useEffect(() => {
    // Once, also where React runs effects twice.
    if (!file || handed.current === file) return;
    handed.current = file;
    download(file, exportName(format, new Date()));
  }, [file, format]);
  const size = sizeText(octets, locale);
  return (
    <Said ending={damaged > 0 ? 'so' : 'good'} title={t('done', { count: messages, size })} onClose={onClose}>
      {damaged > 0 && <p>{t('damaged', { count: damaged })}</p>}
      <p>{t('doneText')}</p>
      {file && (
        <Button className="mt-2.5" onClick={save}>
          {t('saveAgain')}
        </Button>
      )}
    </Said>
  );
}

function Verified({ onClose, ...found }: VerifyResult & { onClose: () => void }) {
  const t = useTranslations('copies.verify');
  const { messages, verified, missing, damaged, newer, notInIt, counts, createdAt } = found;
  const whole = verified === messages && messages > 0;
  const mbox = createdAt === null;
  return (
    <Said ending={whole ? 'good' : 'bad'} title={t('done', { verified, messages })} onClose={onClose}>
      {counts && <p>{t('counts')}</p>}
      {whole && !counts && <p>{t(mbox ? 'mboxWhole' : 'partWhole', { count: notInIt })}</p>}
      {newer > 0 && <p>{t('newer', { count: newer })}</p>}
      {missing.count > 0 && <Names title={t('missing', { count: missing.count })} names={missing.names} />}
      {damaged.count > 0 && (
        <Names title={t(mbox ? 'unknown' : 'damaged', { count: damaged.count })} names={damaged.names} />
      )}
      {!whole && <p>{t('again')}</p>}
    </Said>
  );
}

function Imported({ result }: { result: ImportResult }) {
  const t = useTranslations('copies');
  const locale = useLocale();
  const format = useFormatter();
  const { imported, octets, duplicates, ignored, accounts, problems } = result;
  return (
    <>
      <p>{t('import.stored', { count: imported, size: sizeText(octets, locale) })}</p>
      {duplicates > 0 && <p>{t('import.duplicates', { count: duplicates })}</p>}
      {ignored > 0 && <p>{t('import.ignored', { count: ignored })}</p>}
      {accounts.length > 0 && (
        <p>{t('import.accounts', { count: accounts.length, names: format.list(accounts) })}</p>
      )}
      {problems.count > 0 && (
        <Names
          title={t('import.problems', { count: problems.count })}
          names={problems.list.map(({ name, code }) => `${name}: ${t(`problems.${code}.title`)}`)}
        />
      )}
    </>
  );
}

function Names({ title, names }: { title: string; names: readonly string[] }) {
  return (
    <details className="mt-1.5" open={names.length <= 3}>
      <summary className="cursor-pointer font-semibold text-ink">{title}</summary>
      <ul className="mt-1 max-h-40 overflow-y-auto rounded-lg border border-line bg-paper px-3 py-1.5 text-xs">
        {names.map((name) => (
          <li key={name} className="text-shy">
            {name}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Said({
  ending,
  title,
  onClose,
  children,
}: {
  ending: Ending;
  title: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useTranslations('app');
  const Icon = ending === 'good' ? CircleCheck : ending === 'bad' ? CircleX : Info;
  return (
    <div className="flex items-start gap-3">
      <Icon
        aria-hidden
        className={classes(
          'mt-0.5 size-4.5 shrink-0',
          ending === 'good' ? 'text-ok' : ending === 'bad' ? 'text-bad' : 'text-warn',
        )}
      />
      <div className="min-w-0 flex-1 text-sm text-pretty text-ink-2">
        <p className="mb-0.5 text-base font-semibold text-ink">{title}</p>
        {children}
      </div>
      <IconButton label={t('close')} onClick={onClose} className="-my-1.5 -me-2">
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
