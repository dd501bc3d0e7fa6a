'use client';

import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useAccounts } from '@/components/accounts/useAccounts';
import { Button } from '@/components/ui/Button';
import { updateAccount } from '@/lib/store/accounts';
import { Notice } from './Notice';
import { sync } from './useSync';

/** Before anything is retrieved from a server that deletes what was retrieved: what that means, and a word to go on. */
export function ExpiryNotice({ account: id }: { account: string }) {
  const t = useTranslations('serverNotices');
  const account = useAccounts().value?.find((each) => each.id === id);
  if (!account) return null;
  const get = async () => {
    await updateAccount(id, { acceptsExpiry: true });
    sync()?.check(id);
  };
  return (
    <Notice icon={<TriangleAlert aria-hidden />} urgent text={t('asks', { account: account.name })}>
      <Button onClick={() => void get().catch(() => {})}>{t('getAnyway')}</Button>
    </Notice>
  );
}
