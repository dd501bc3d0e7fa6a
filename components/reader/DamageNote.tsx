'use client';

import { FileWarning } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { openSettings } from '@/components/shell/useRoute';
import { sync } from '@/components/status/useSync';
import { Button } from '@/components/ui/Button';
import type { AccountRecord } from '@/lib/store/records/account';
import type { MessageRecord } from '@/lib/store/schema';

/** Says that the stored copy is not what came from the server any more, and how it is mended (lib/store/damage.ts). */
export function DamageNote({
  record,
  account,
}: {
  record: MessageRecord;
  account: AccountRecord | undefined;
}) {
  const t = useTranslations('reader.damage');
  const comesAgain = account?.wholeWanted?.includes(record.uidl) ?? false;
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-[10px] bg-warn-soft px-3 py-2.5 text-sm">
      <FileWarning aria-hidden className="size-4.5 shrink-0 text-warn max-sm:mt-0.5 max-sm:self-start" />
      <p className="min-w-40 flex-1 text-pretty text-ink" role="status">
        {t('cause')} {comesAgain ? t('comesAgain') : t('nowhere')}
      </p>
      {comesAgain ? (
        <Button onClick={() => sync()?.check(record.account)}>{t('check')}</Button>
      ) : (
        <Button onClick={() => openSettings('storage')}>{t('bringIn')}</Button>
      )}
    </div>
  );
}
