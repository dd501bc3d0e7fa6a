'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { copied, failed } from '@/components/actions/done';
import { fullDate } from '@/components/mailbox/dates';
import type { Keyless } from '@/components/shell/keymap';
import { useSteady } from '@/components/shell/useSteady';
import { fileName } from '@/lib/mail/fileName';
import type { Mailbox } from '@/lib/mail/types';
import type { MessageRecord } from '@/lib/store/schema';
import { htmlToText } from './htmlToText';
import { saveOriginal } from './Source';
import type { Reading } from './useReading';

export type Deeds = Partial<Record<Keyless, () => void>>;

/** What is seldom done with a message, for the reader's menu and the command palette; only what can be done with this one. */
export function useDeeds(record: MessageRecord, reading: Reading): Deeds {
  const t = useTranslations();
  const locale = useLocale();
  const { opened, message, html, images, setOriginal } = reading;
  const load = useSteady(() => images.load());
  return useMemo(() => {
    const deeds: Deeds = {
      original: () => setOriginal(true),
      save: () => void saveOriginal(record),
    };
    if (html && html.remote.addresses.length > 0) deeds.images = load;
    if (!message) return deeds;
    const text = () => message.text ?? htmlToText(message.html ?? '');
    deeds.copyText = () => void navigator.clipboard.writeText(text()).then(copied, failed);
    const { from, to, cc, subject } = record.envelope;
    const files = message.attachments.filter((part) => !html?.shown.has(part));
    deeds.print = () =>
      void import('./print').then(
        ({ printMessage }) =>
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
            html: opened.state === 'ready' ? opened.html : null,
            text: text(),
          }),
        // Offline and never loaded: the next press tries again.
        () => {},
      );
    return deeds;
  }, [record, opened, message, html, load, setOriginal, t, locale]);
}

/** The real address beside each name, as on the screen. */
const named = (mailboxes: readonly Mailbox[]) =>
  mailboxes.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(', ');
