'use client';

import { useTranslations } from 'next-intl';
import { Card, CardTitle } from './Card';

export function NotFound() {
  const t = useTranslations('errors');
  return (
    <Card>
      <CardTitle>{t('notFoundTitle')}</CardTitle>
      <p className="mb-6 text-md text-ink-2">{t('notFoundText')}</p>
      {/* A whole new page: the shell is another document. */}
      <a
        href="/mail"
        className="inline-flex h-11 items-center rounded-xl bg-accent px-5 font-semibold text-on-accent hover:bg-accent-strong"
      >
        {t('toMail')}
      </a>
    </Card>
  );
}
