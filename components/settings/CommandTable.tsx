'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { classes } from '@/components/ui/classes';
import { sizeText } from '@/components/ui/sizes';
import { useCopying } from '@/components/ui/useCopying';
import type { SessionRecord } from '@/lib/store/schema';
import { sessionText } from './sessionText';

/** A table of thousands of rows would hold up the page; who wants to see all says so. */
const firstRows = 200;

/** One session's commands. Nothing in it is secret: see lib/contract/sessionLog. */
export function CommandTable({ session, time }: { session: SessionRecord; time: string }) {
  const t = useTranslations('bridgeLog');
  const locale = useLocale();
  const [all, setAll] = useState(false);
  const { copied, copy } = useCopying();
  const { entries } = session;
  const shown = all ? entries : entries.slice(0, firstRows);
  return (
    <div className="pb-4 pl-7 max-sm:pl-0">
      <section
        aria-label={t('commands', { time })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        tabIndex={0}
        className="max-h-90 overflow-auto rounded-xl border border-line bg-paper focus-visible:outline-2 focus-visible:outline-accent"
      >
        <table className="w-full border-separate border-spacing-0 text-sm tabular-nums">
          <thead className="sticky top-0 bg-paper text-left text-ink-3">
            <tr className="[&>th]:border-b [&>th]:border-line [&>th]:px-3 [&>th]:py-2 [&>th]:font-medium [&>th]:whitespace-nowrap">
              <th scope="col">{t('at')}</th>
              <th scope="col">{t('command')}</th>
              <th scope="col">{t('answer')}</th>
              <th scope="col" className="text-right">
                {t('sent')}
              </th>
              <th scope="col" className="text-right">
                {t('received')}
              </th>
              <th scope="col" className="text-right">
                {t('took')}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map(([at, command, reply, sent, received, ms], index) => (
              <tr key={index} className="align-top [&>td]:px-3 [&>td]:py-1 [&>td]:whitespace-nowrap">
                <td className="text-ink-3">{t('after', { seconds: at / 1000 })}</td>
                <td className="min-w-44 font-mono break-all whitespace-pre-wrap!">{command}</td>
                <td
                  className={classes(
                    'font-mono',
                    reply === 'refused' && 'text-bad',
                    reply === 'none' && 'text-ink-3',
                  )}
                >
                  {t(`replies.${reply}`)}
                </td>
                <td className="text-right text-ink-3">{sizeText(sent, locale)}</td>
                <td className="text-right">{received > 0 && sizeText(received, locale)}</td>
                <td className="text-right text-ink-3">{ms !== null && t('ms', { ms })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button onClick={() => void copy(sessionText(session))}>{t('copy')}</Button>
        {entries.length > shown.length && (
          <Button kind="quiet" onClick={() => setAll(true)}>
            {t('all', { count: entries.length })}
          </Button>
        )}
        <span role="status" className="text-sm text-ink-3">
          {copied && t(copied)}
        </span>
      </div>
    </div>
  );
}
