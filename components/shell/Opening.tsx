'use client';

import { useTranslations } from 'next-intl';
import { BrandMark } from '@/components/ui/Brand';

/** Before anything is known: nothing at first, the mark when it takes longer. */
export function Opening() {
  const t = useTranslations('app');
  return (
    <main aria-busy className="grid h-dvh place-items-center">
      <h1 className="sr-only">{t('loading')}</h1>
      <div className="animate-late">
        <BrandMark className="size-12 opacity-60" />
      </div>
    </main>
  );
}
