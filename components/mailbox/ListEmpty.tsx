'use client';

import { useTranslations } from 'next-intl';
import { late } from '@/components/places/late';
import { navigate } from '@/components/shell/useRoute';
import { activityOf } from '@/components/status/progress';
import { sync, useSyncStatus } from '@/components/status/useSync';
import { Button } from '@/components/ui/Button';
import { EmptyState } from '@/components/ui/EmptyState';
import { knownCode } from '@/components/ui/problems';
import type { AccountRecord } from '@/lib/store/records/account';
import { isPlace } from '@/lib/store/records/places';
import type { View } from '@/lib/store/schema';

const PlaceEmpty = late('PlaceEmpty');

interface Props {
  folder: View;
  accounts: readonly AccountRecord[];
}

/** An empty list says why it is empty: an inbox by how its accounts are, another folder by what it is for. */
export function ListEmpty({ folder, accounts }: Props) {
  const t = useTranslations('empty');
  if (folder === 'snoozed' || isPlace(folder)) return <PlaceEmpty key={folder} view={folder} />;
  if (folder === 'inbox') return <InboxEmpty accounts={accounts} />;
  return <EmptyState title={t(`${folder}Title`)} text={t(`${folder}Text`)} />;
}

function InboxEmpty({ accounts }: Pick<Props, 'accounts'>) {
  const t = useTranslations();
  const activity = activityOf(useSyncStatus());
  const check = <Button onClick={() => sync()?.check()}>{t('list.checkMail')}</Button>;
  switch (activity.kind) {
    case 'checking':
    case 'getting':
      return <EmptyState title={t('list.emptyCheckingTitle')} text={t('list.emptyCheckingText')} />;
    case 'offline':
      return <EmptyState title={t('list.emptyOfflineTitle')} text={t('list.emptyOfflineText')} />;
    case 'signed-out':
      return (
        <EmptyState title={t('list.emptySignedOutTitle')} text={t('list.emptySignedOutText')}>
          <Button kind="primary" onClick={() => navigate({ add: true, account: activity.account })}>
            {t('folders.signInAgain')}
          </Button>
        </EmptyState>
      );
    case 'failed': {
      const account = accounts.find(({ id }) => id === activity.account);
      const code = knownCode(activity.problem.code);
      const about = {
        host: account?.host ?? '',
        port: String(account?.port ?? ''),
        domain: account?.host ?? '',
      };
      return (
        <EmptyState
          title={t('list.emptyFailedTitle')}
          text={`${t(`problems.${code}.title`)}. ${t(`problems.${code}.hint`, about)}`}
        >
          {check}
        </EmptyState>
      );
    }
    case 'paused':
    case 'stopped':
    case 'idle':
      return (
        <EmptyState title={t('list.emptyTitle')} text={t('list.emptyText')}>
          {check}
        </EmptyState>
      );
  }
}
