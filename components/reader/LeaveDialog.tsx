'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Modal } from '@/components/ui/Modal';
import type { Unsubscribe } from '@/lib/mail/unsubscribe';
import type { AccountRecord } from '@/lib/store/records/account';
import { unsubscribe } from '@/lib/sync/bridge';
import { openOutside } from './frameEvents';
import { hostOf } from './remoteCount';

export interface LeaveProps {
  ways: Unsubscribe;
  sender: string;
  account: AccountRecord | undefined;
}

/** Says how a mailing list is left, and leaves it. What came of it is told again when it is opened again. */
export function LeaveDialog({
  ways,
  sender,
  account,
  open,
  onClose,
}: LeaveProps & { open: boolean; onClose: () => void }) {
  const t = useTranslations('lists');
  const [state, setState] = useState<'asking' | 'working' | 'done' | 'failed'>('asking');
  const { way, address } = ways;
  const where = way === 'mail' ? address.replace(/^mailto:|\?.*$/gi, '') : (hostOf(address) ?? address);
  const close = () => {
    // What failed can be tried again.
    if (state === 'failed') setState('asking');
    onClose();
  };
  const leave = async () => {
    if (way !== 'oneClick') {
      openOutside(address);
      close();
      return;
    }
    setState('working');
    try {
      if (!account?.key) throw new Error('signed out');
      const { accepted } = await unsubscribe({ id: account.id, key: account.key }, { address });
      setState(accepted ? 'done' : 'failed');
    } catch {
      setState('failed');
    }
  };
  if (!open) return null;
  return (
    <Modal title={t('title', { sender })} onClose={close}>
      <p className="text-pretty text-ink-2" role="status">
        {state === 'done'
          ? t('done', { where })
          : state === 'failed'
            ? t('failed', { where })
            : t(way, { where })}
      </p>
      <div className="mt-4 flex flex-wrap gap-2.5">
        {state === 'done' || state === 'failed' ? (
          <Button kind="primary" onClick={close}>
            {t('close')}
          </Button>
        ) : (
          <>
            <Button kind="primary" data-first busy={state === 'working'} onClick={() => void leave()}>
              {t(`do.${way}`)}
            </Button>
            <Button onClick={close}>{t('stay')}</Button>
          </>
        )}
      </div>
    </Modal>
  );
}
