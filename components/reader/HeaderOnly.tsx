'use client';

import { FileDown } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { sync } from '@/components/status/useSync';
import { Button } from '@/components/ui/Button';
import { sizeText } from '@/components/ui/sizes';
import { wantWhole } from '@/lib/store/accounts';
import type { MessageRecord } from '@/lib/store/schema';

/** Says that the message is not here but for its header, and gets it. */
export function HeaderOnly({ record, octets }: { record: MessageRecord; octets: number }) {
  const t = useTranslations('reader');
  const locale = useLocale();
  const [state, setState] = useState<'header' | 'asked' | 'failed'>('header');
  const get = async () => {
    try {
      await wantWhole(record.account, [record.uidl]);
      sync()?.check(record.account);
      setState('asked');
    } catch {
      setState('failed');
    }
  };
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-[10px] bg-paper px-3 py-2.5 text-sm text-ink-2">
      <FileDown aria-hidden className="size-4.5 shrink-0" />
      <p className="min-w-0 flex-1 text-pretty" role="status">
        {state === 'header' && t('headerOnly', { size: sizeText(octets, locale) })}
        {state === 'asked' && t('gettingWhole')}
        {state === 'failed' && t('wholeFailed')}
      </p>
      <Button onClick={get} busy={state === 'asked'}>
        {t('getWhole')}
      </Button>
    </div>
  );
}
