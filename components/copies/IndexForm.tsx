'use client';

import { RefreshCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { wantNewIndex } from '@/lib/store/searchIndex';

/** For somebody whose search does not find what is there: the index is written anew from the mail itself. */
export function IndexForm() {
  const t = useTranslations('copies.index');
  const [told, setTold] = useState<'begun' | 'failed' | null>(null);
  const begin = () =>
    wantNewIndex().then(
      () => setTold('begun'),
      () => setTold('failed'),
    );
  return (
    <>
      <Button onClick={() => void begin()}>
        <RefreshCw aria-hidden />
        {t('begin')}
      </Button>
      <p role="status" className={told === 'failed' ? 'mt-2 text-bad' : 'mt-2 text-ink-2'}>
        {told && t(told)}
      </p>
    </>
  );
}
