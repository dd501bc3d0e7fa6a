'use client';

import { MailMinus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Modal } from '@/components/ui/Modal';
import type { Unsubscribe } from '@/lib/mail/unsubscribe';
import type { AccountRecord } from '@/lib/store/records/account';
import { unsubscribe } from '@/lib/sync/bridge';
import { openOutside } from './frameEvents';

interface Props {
  ways: Unsubscribe;
  sender: string;
  account: AccountRecord | undefined;
}

/** Leaves the mailing list that a message came from, and says how before. */
export function ListNote({ ways, sender, account }: Props) {
  const t = useTranslations('lists');
  const [open, setOpen] = useState(false);
  const [state, setState] = useState<'asking' | 'working' | 'done' | 'failed'>('asking');
  const { way, address } = ways;
  const where = way === 'mail' ? address.replace(/^mailto:|\?.*$/gi, '') : new URL(address).hostname;
  const ask = () => {
    // What failed can be tried again.
    if (state === 'failed') setState('asking');
    setOpen(true);
  };
  const leave = async () => {
    if (way !== 'oneClick') {
      openOutside(address);
      setOpen(false);
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
  return (
    <div className="mt-2 ps-14.5 max-sm:ps-0">
      <Button kind="quiet" className="-ms-2.5 h-7 px-2.5 text-sm max-sm:h-11" onClick={ask}>
        <MailMinus aria-hidden />
        {t('unsubscribe')}
      </Button>
      {open && (
        <Modal title={t('title', { sender })} onClose={() => setOpen(false)}>
          <p className="text-pretty text-ink-2" role="status">
            {state === 'done'
              ? t('done', { where })
              : state === 'failed'
                ? t('failed', { where })
                : t(way, { where })}
          </p>
          <div className="mt-4 flex flex-wrap gap-2.5">
            {state === 'done' || state === 'failed' ? (
              <Button kind="primary" onClick={() => setOpen(false)}>
                {t('close')}
              </Button>
            ) : (
              <>
                <Button kind="primary" data-first busy={state === 'working'} onClick={() => void leave()}>
                  {t(`do.${way}`)}
                </Button>
                <Button onClick={() => setOpen(false)}>{t('stay')}</Button>
              </>
            )}
          </div>
        </Modal>
      )}
    </div>
  );
}
