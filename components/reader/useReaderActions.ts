'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { mediumDate } from '@/components/mailbox/dates';
import type { MessageRecord } from '@/lib/store/schema';
import { mailtoFor, openMailto } from './mailto';

export interface ReaderActions {
  reply: () => void;
  replyAll: () => void;
  forward: () => void;
}

/**
 * What can be done with the open message.
 *
 * @param text gives what a reply quotes
 * @param onTooMany takes the recipients that are too many for the mail program
 */
export function useReaderActions(
  record: MessageRecord,
  text: () => string,
  own: readonly string[],
  onTooMany: (recipients: readonly string[]) => void,
): ReaderActions {
  const t = useTranslations();
  const locale = useLocale();
  return useMemo(() => {
    const { envelope } = record;
    const named = ({ name, address }: { name: string; address: string }) =>
      name ? `${name} <${address}>` : address;
    const words = () => {
      const date = mediumDate(record.date, locale);
      return {
        replySubject: (subject: string) => t('mailto.replyPrefix', { subject }),
        forwardSubject: (subject: string) => t('mailto.forwardPrefix', { subject }),
        wrote: (name: string) => t('mailto.wrote', { date, name: name || t('list.noSender') }),
        forwarded: [
          t('mailto.forwarded'),
          t('mailto.from', { name: envelope.from.map(named).join(', ') }),
          t('mailto.date', { date }),
          t('mailto.subject', { subject: envelope.subject }),
          t('mailto.to', { names: envelope.to.slice(0, 5).map(named).join(', ') }),
        ],
        cut: t('mailto.cut'),
      };
    };
    const write = (kind: 'reply' | 'replyAll' | 'forward') => () => {
      const mailto = mailtoFor(kind, envelope, text(), own, words());
      if (mailto.state === 'ready') openMailto(mailto.address);
      else onTooMany(mailto.recipients);
    };
    return {
      reply: write('reply'),
      replyAll: write('replyAll'),
      forward: write('forward'),
    };
  }, [record, text, own, onTooMany, t, locale]);
}
