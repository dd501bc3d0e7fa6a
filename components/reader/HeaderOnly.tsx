'use client';

import { FileDown, FileX } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { sync } from '@/components/status/useSync';
import { Button } from '@/components/ui/Button';
import { sizeText } from '@/components/ui/sizes';
import { wantWhole } from '@/lib/store/accounts';
import type { AccountRecord } from '@/lib/store/records/account';
import type { MessageRecord } from '@/lib/store/schema';

interface Props {
  record: MessageRecord;
  /** Of the whole message. */
  octets: number;
  account: AccountRecord | undefined;
}

/** Says that the message is not here but for its header, and gets it; or that there is no more of it. */
export function HeaderOnly({ record, octets, account }: Props) {
  const t = useTranslations('reader');
  const locale = useLocale();
  const waiting = account?.wholeWanted?.includes(record.uidl) ?? false;
  /** It was waited for while this stood here: when it no longer is, and is not whole, the server has refused it. */
  const [waited, setWaited] = useState(false);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (waiting) setWaited(true);
  }, [waiting]);
  const get = async () => {
    try {
      setFailed(false);
      await wantWhole(record.account, [record.uidl]);
      sync()?.check(record.account);
    } catch {
      setFailed(true);
    }
  };
  const text = () => {
    if (record.wholeGone !== undefined) return t('headerLeft');
    if (failed) return t('wholeFailed');
    if (waiting) return t('gettingWhole');
    return waited ? t('wholeRefused') : t('headerOnly', { size: sizeText(octets, locale) });
  };
  const Icon = record.wholeGone === undefined ? FileDown : FileX;
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-[10px] bg-paper px-3 py-2.5 text-sm text-ink-2">
      <Icon aria-hidden className="size-4.5 shrink-0" />
      <p className="min-w-0 flex-1 text-pretty" role="status">
        {text()}
      </p>
      {record.wholeGone === undefined && (
        <Button onClick={get} busy={waiting}>
          {t('getWhole')}
        </Button>
      )}
    </div>
  );
}
