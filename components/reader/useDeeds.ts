'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { copied, failed } from '@/components/actions/done';
import { fullDate } from '@/components/mailbox/dates';
import type { Keyless } from '@/components/shell/keymap';
import { useSteady } from '@/components/shell/useSteady';
import { fileName } from '@/lib/mail/fileName';
import type { MessageRecord } from '@/lib/store/schema';
import { lettersText, named, wordsOf } from './lettersIn';
import { saveOriginal } from './Source';
import type { Reading } from './useReading';

export type Deeds = Partial<Record<Keyless, () => void>>;

/** What is seldom done with a message, for the reader's menu and the command palette; only what can be done with this one. */
export function useDeeds(record: MessageRecord, reading: Reading): Deeds {
  const t = useTranslations();
  const delivery = useTranslations('delivery');
  const invitation = useTranslations('invitation');
  const locale = useLocale();
  const { opened, message, html, remote, shown, images, setOriginal } = reading;
  const load = useSteady(() => images.load());
  return useMemo(() => {
    const deeds: Deeds = {
      original: () => setOriginal(true),
      save: () => void saveOriginal(record),
    };
    if (remote && remote.addresses.length > 0) deeds.images = load;
    if (!message) return deeds;
    const inside = () =>
      lettersText(message, ({ from, to, date, subject }) => [
        [t('reader.from'), named(from)],
        [t('reader.to'), named(to)],
        [t('reader.date'), date === null ? '' : fullDate(date, locale)],
        [t('attachments.mail.subject'), subject],
      ]);
    const all = () => [wordsOf(message), inside()].filter((text) => text !== '').join('\n\n');
    deeds.copyText = () => void navigator.clipboard.writeText(all()).then(copied, failed);
    const { from, to, cc, subject } = record.envelope;
    const files = message.attachments.filter((part) => !shown.has(part));
    deeds.print = () =>
      void Promise.all([import('./print'), import('./printedCards')]).then(
        ([{ printMessage }, { printedCards }]) =>
          printMessage({
            title: t('reading.printed'),
            subject: subject || t('list.noSubject'),
            heads: [
              [t('reader.from'), named(from)],
              [t('reader.to'), named(to)],
              [t('reader.cc'), named(cc)],
              [t('reader.date'), fullDate(record.date, locale)],
              [
                t('reading.printedFiles'),
                files.map(({ name, type, bytes }) => fileName(name, type, bytes)).join(', '),
              ],
            ],
            cards: printedCards(message.attachments, { delivery, invitation }, locale),
            html: opened.state === 'ready' ? opened.html : null,
            text: wordsOf(message),
            inside: inside(),
          }),
        // Offline and never loaded: the next press tries again.
        () => {},
      );
    return deeds;
  }, [record, opened, message, html, remote, shown, load, setOriginal, t, delivery, invitation, locale]);
}
