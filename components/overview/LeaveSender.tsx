'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { ReadingTexts } from '@/components/i18n/ReadingTexts';
import { LeaveDialog, type LeaveProps } from '@/components/reader/LeaveDialog';
import { Button } from '@/components/ui/Button';
import { type SenderSum, senderName } from '@/lib/mail/overview';
import { unsubscribeOf } from '@/lib/mail/unsubscribe';
import { headersOf } from '@/lib/rules/headers';
import { getAccount } from '@/lib/store/accounts';
import { getMessages } from '@/lib/store/messages';
import { rawMessage } from '@/lib/store/raw';
import { vouchedFor } from '@/lib/store/receivers';

/** Leaves a sender whose newest message says how, as newsletters do that are no mailing list: in the reader's way. */
export function LeaveSender({ sender }: { sender: SenderSum }) {
  const t = useTranslations('overview');
  const found = useWays(sender);
  const [open, setOpen] = useState(false);
  if (!found) return null;
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)}>
        {t('leave')}
      </Button>
      <ReadingTexts>
        <LeaveDialog {...found} sender={senderName(sender)} open={open} onClose={() => setOpen(false)} />
      </ReadingTexts>
    </>
  );
}

function useWays({ newest: { id } }: SenderSum): Pick<LeaveProps, 'ways' | 'account'> | null {
  const [found, setFound] = useState<Pick<LeaveProps, 'ways' | 'account'> | null>(null);
  useEffect(() => {
    let alive = true;
    const look = async () => {
      const [record] = await getMessages([id]);
      if (!record) return;
      const headers = headersOf(await rawMessage(record));
      const from = record.envelope.from[0]?.address ?? '';
      const ways = unsubscribeOf(headers, await vouchedFor(record.account, id, from, headers));
      const account = await getAccount(record.account);
      if (alive && ways) setFound({ ways, account });
    };
    // What cannot be read says nothing.
    look().catch(() => {});
    return () => {
      alive = false;
    };
  }, [id]);
  return found;
}
