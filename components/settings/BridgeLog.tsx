'use client';

import { ChevronRight } from 'lucide-react';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useStored } from '@/components/shell/useStored';
import { classes } from '@/components/ui/classes';
import { EmptyState } from '@/components/ui/EmptyState';
import { sizeText } from '@/components/ui/sizes';
import type { SessionRecord } from '@/lib/store/schema';
import { keptSessions, sessionsOf } from '@/lib/store/sessions';
import { CommandTable } from './CommandTable';
import type { SectionProps } from './sections';

/** What was sent to the account's mail server, session by session, newest first. */
export function BridgeLog({ account }: SectionProps) {
  const t = useTranslations('bridgeLog');
  const id = account?.id ?? '';
  const { value: sessions, error } = useStored(
    () => sessionsOf(id),
    (change) => change.kind === 'sessions' && change.account === id,
  );
  if (!account) return <EmptyState title={t('noAccount')} text={t('noAccountText')} />;
  if (error && !sessions) {
    return (
      <p role="alert" className="text-bad">
        {t('failed')}
      </p>
    );
  }
  return (
    <>
      <p className="max-w-150 text-sm text-pretty text-ink-3">
        {t('text', { host: account.host, count: keptSessions })}
      </p>
      {sessions?.length === 0 && (
        <div className="mt-10">
          <EmptyState title={t('empty')} text={t('emptyText')} />
        </div>
      )}
      <ul className="mt-4 divide-y divide-line border-y border-line empty:hidden">
        {sessions?.map((session) => (
          <li key={session.id}>
            <Session session={session} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Session({ session }: { session: SessionRecord }) {
  const t = useTranslations('bridgeLog');
  const format = useFormatter();
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const { at, purpose, code, entries } = session;
  const received = entries.reduce((sum, [, , , , octets]) => sum + octets, 0);
  const time = format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'medium' });
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="focus-inside flex min-h-13 w-full items-center gap-3 py-2 text-left hover:bg-hover"
      >
        <ChevronRight
          aria-hidden
          className={classes('size-4 shrink-0 text-ink-3 transition-transform', open && 'rotate-90')}
        />
        <span className="min-w-0 flex-1">
          <span className="block font-medium">{t(`purpose.${purpose}`)}</span>
          <span className="block text-sm text-ink-3 tabular-nums">
            {t('summary', { commands: entries.length, octets: sizeText(received, locale) })}
          </span>
        </span>
        <span className="shrink-0 text-right text-sm text-ink-3 tabular-nums">
          <time dateTime={new Date(at).toISOString()} className="block">
            {time}
          </time>
          {code !== null && <span className="block text-bad">{t('wentWrong', { code })}</span>}
        </span>
      </button>
      {open && <CommandTable session={session} time={time} />}
    </>
  );
}
