'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { SectionTexts } from '@/components/i18n/SectionTexts';
import type { MessageRecord } from '@/lib/store/schema';
import { saidOf } from './news';
import { notify, type Words } from './notifier';

/** Tells of new mail as long as it is mounted. Shows nothing itself. */
export function Notifier(props: { detail: boolean }) {
  return (
    <SectionTexts>
      <Running {...props} />
    </SectionTexts>
  );
}

function Running({ detail }: { detail: boolean }) {
  const t = useTranslations('notify');
  const words = (news: readonly MessageRecord[]): Words => {
    const count = t('count', { count: news.length });
    if (!detail) return { title: t('title'), body: count };
    const lines = news
      .slice(-4)
      .map(saidOf)
      .map(({ sender, subject }) => ({ sender: sender || t('nobody'), subject: subject || t('noSubject') }));
    const [only] = lines;
    if (only && lines.length === 1) return { title: only.sender, body: only.subject };
    return {
      title: count,
      body: lines
        .toReversed()
        .map(({ sender, subject }) => `${sender}: ${subject}`)
        .join('\n'),
    };
  };
  const current = useRef(words);
  current.current = words;
  useEffect(() => notify((news) => current.current(news)), []);
  return null;
}
