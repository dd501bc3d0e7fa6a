'use client';

import { useEffect, useState } from 'react';
import { afterPaint } from '@/components/shell/AfterPaint';
import { type Authentication, authenticationOf, receiptOf } from '@/lib/mail/authentication';
import { registrableDomain } from '@/lib/mail/domain';
import type { OpenedMessage } from '@/lib/mail/types';
import { noteReceipt } from '@/lib/store/receivers';
import type { MessageRecord } from '@/lib/store/schema';

/** What the account's own server found out about the sender: null where it said nothing; undefined until that is known. */
export function useAuthentication(
  record: MessageRecord,
  message: OpenedMessage | null,
): Authentication | null | undefined {
  const [found, setFound] = useState<{ id: number; authentication: Authentication | null } | null>(null);
  const { id, account } = record;
  const host = record.envelope.from[0]?.address.replace(/^.*@/, '').toLowerCase() ?? '';
  useEffect(() => {
    if (!message) return;
    let alive = true;
    const { headers } = message;
    const find = () =>
      void noteReceipt(account, id, receiptOf(headers, registrableDomain(host) ?? host)).then(
        (receiver) =>
          alive && setFound({ id, authentication: receiver ? authenticationOf(headers, receiver) : null }),
        // Without the store nobody's word counts.
        () => alive && setFound({ id, authentication: null }),
      );
    const stop = afterPaint(find);
    return () => {
      alive = false;
      stop();
    };
  }, [account, id, host, message]);
  return found?.id === id ? found.authentication : undefined;
}
