'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { Decision } from '@/components/ui/Decision';
import { Modal } from '@/components/ui/Modal';
import { removeAccount, updateAccount } from '@/lib/store/accounts';
import type { AccountRecord } from '@/lib/store/records/account';
import { forget } from '@/lib/sync/bridge';

interface Props {
  account: AccountRecord;
  /** Messages of the account on this device. */
  stored: number;
  /** `keep` the mail on this device, or `remove` it. */
  way: 'keep' | 'remove';
  onClose: () => void;
}

/** Says what signing out means for the mail on this device before it is done. */
export function SignOutDialog(props: Props) {
  return (
    <OrganisingTexts>
      <SignOut {...props} />
    </OrganisingTexts>
  );
}

function SignOut({ account, stored, way, onClose }: Props) {
  const t = useTranslations();
  const [working, setWorking] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const signOut = async () => {
    setWorking(true);
    setError(null);
    try {
      // K first: from here on the sealed session is of no use, whether or not the bridge can be reached.
      const bridge = account.key === null ? Promise.resolve() : forget(account).catch(() => {});
      if (way === 'remove') await removeAccount(account.id);
      else await updateAccount(account.id, { key: null });
      await bridge;
      onClose();
    } catch (problem) {
      setError(problem instanceof Error ? problem : new Error(String(problem)));
      setWorking(false);
    }
  };
  const name = account.name;
  return (
    <Modal
      role="alertdialog"
      title={t(way === 'remove' ? 'signOut.removeTitle' : 'signOut.keepTitle', { name })}
      onClose={onClose}
    >
      <p className="text-md text-pretty text-ink-2">
        {t(way === 'remove' ? 'signOut.removeText' : 'signOut.keepText', { count: stored })}
      </p>
      {way === 'remove' && stored > 0 && (
        <p className="mt-2 text-md font-semibold">{t('signOut.removeCannot')}</p>
      )}
      <Decision
        kind={way === 'remove' ? 'danger' : 'primary'}
        busy={working}
        error={error}
        failed={t('signOut.failed')}
        onDecide={() => void signOut()}
        onCancel={onClose}
      >
        {t(way === 'remove' ? 'signOut.removeDo' : 'signOut.keepDo')}
      </Decision>
    </Modal>
  );
}
