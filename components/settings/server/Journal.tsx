'use client';

import { useLocale, useTranslations } from 'next-intl';
import { sizeText } from '@/components/ui/sizes';
import { journalRows, type ServerMail } from './useServerMail';

/** What has left the server at our word, when, and what proved that this was right. */
export function Journal({ mail: { journal } }: { mail: ServerMail }) {
  const t = useTranslations('server.entries');
  const list = useTranslations('list');
  const locale = useLocale();
  if (journal.length === 0) return <p className="text-sm text-ink-2">{t('none')}</p>;
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <>
      <ul aria-label={t('title')} className="max-h-96 max-w-150 overflow-y-auto text-sm">
        {journal.map((entry) => (
          <li key={entry.id} className="border-t border-line py-2 first:border-0">
            <p className="flex gap-3">
              <span className="min-w-0 flex-1 truncate font-semibold" dir="auto">
                {entry.envelope.subject || list('noSubject')}
              </span>
              <span className="shrink-0 text-ink-3 tabular-nums">{sizeText(entry.size, locale)}</span>
            </p>
            <p className="text-pretty text-ink-2">
              {t('told', {
                from: entry.envelope.from || list('noSender'),
                sent: time.format(entry.sentAt),
                confirmed: time.format(entry.confirmedAt),
              })}{' '}
              {t(`reasons.${entry.reason}`)} {t(`proofs.${entry.proof ?? 'unknown'}`)}
            </p>
            <p className="truncate font-mono text-xs text-ink-3" title={entry.sha256}>
              SHA-256 {entry.sha256}
            </p>
          </li>
        ))}
      </ul>
      {journal.length === journalRows && (
        <p className="mt-2 text-sm text-ink-3">{t('last', { count: journalRows })}</p>
      )}
    </>
  );
}
