'use client';

import { FileWarning } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { openSettings } from '@/components/shell/useRoute';
import { useStored } from '@/components/shell/useStored';
import { sync } from '@/components/status/useSync';
import { Button } from '@/components/ui/Button';
import type { AccountRecord } from '@/lib/store/records/account';
import type { MessageRecord } from '@/lib/store/schema';

/** Few people ever see this: what reads it comes when it is needed. */
const read = async () => (await import('@/lib/store/damage')).readDamage();

/** Says that the stored copy is not what came from the server any more, and how it is mended (lib/store/damage.ts). */
export function DamageNote({
  record,
  account,
}: {
  record: MessageRecord;
  account: AccountRecord | undefined;
}) {
  const { value } = useStored(read, ({ kind }) => kind === 'safety' || kind === 'accounts');
  // A copy is asked for under the name of its message.
  const found = value?.find((damage) => damage.record.id === record.id);
  const isWanted = account?.wholeWanted?.includes(record.uidl) ?? false;
  return (
    <DamageTold account={record.account} comesAgain={isWanted || (value && (found?.comesAgain ?? false))} />
  );
}

/** @param comesAgain null: that is not known yet */
export function DamageTold({ account, comesAgain }: { account: string; comesAgain: boolean | null }) {
  const t = useTranslations('reader.damage');
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-[10px] bg-warn-soft px-3 py-2.5 text-sm">
      <FileWarning aria-hidden className="mt-0.5 size-4.5 shrink-0 self-start text-warn" />
      {/* On a phone the button has a line of its own. */}
      <p className="min-w-52 flex-1 text-pretty text-ink" role="status">
        {t('cause')} {comesAgain !== null && t(comesAgain ? 'comesAgain' : 'nowhere')}
      </p>
      {comesAgain === true && (
        <Button className="max-sm:w-full" onClick={() => sync()?.check(account)}>
          {t('check')}
        </Button>
      )}
      {comesAgain === false && (
        <Button className="max-sm:w-full" onClick={() => openSettings('storage')}>
          {t('bringIn')}
        </Button>
      )}
    </div>
  );
}
