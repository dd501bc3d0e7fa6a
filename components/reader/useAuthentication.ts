'use client';

import { useEffect, useState } from 'react';
import { afterPaint } from '@/components/shell/AfterPaint';
import type { Authentication } from '@/lib/mail/authentication';
import type { OpenedMessage } from '@/lib/mail/types';
import { vouchedFor } from '@/lib/store/receivers';
import type { MessageRecord } from '@/lib/store/schema';

/** What the account's own server found out about the sender: null where it said nothing; undefined until that is known. */
export function useAuthentication(
  record: MessageRecord,
  message: OpenedMessage | null,
): Authentication | null | undefined {
  const [found, setFound] = useState<{ id: number; authentication: Authentication | null } | null>(null);
  const { id, account } = record;
  const sender = record.envelope.from[0]?.address ?? '';
  useEffect(() => {
    if (!message) return;
    let alive = true;
    const { headers } = message;
    const find = () =>
      void vouchedFor(account, id, sender, headers).then(
        (authentication) => alive && setFound({ id, authentication }),
        // Without the store nobody's word counts.
        () => alive && setFound({ id, authentication: null }),
      );
    const stop = afterPaint(find);
    return () => {
      alive = false;
      stop();
    };
  }, [account, id, sender, message]);
  return found?.id === id ? found.authentication : undefined;
}
