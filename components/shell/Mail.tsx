'use client';

import { AddAccount } from '@/components/accounts/AddAccount';
import { useAccounts } from '@/components/accounts/useAccounts';
import { StoreProblem } from './Crash';
import { MailScreen } from './MailScreen';
import { Opening } from './Opening';
import { useRoute } from './useRoute';

/** Which screen: welcome while there is no account, mail otherwise. */
export function Mail() {
  const route = useRoute();
  const { value: accounts, error, retry } = useAccounts();
  if (accounts === null) return error ? <StoreProblem error={error} onRetry={retry} /> : <Opening />;
  if (route.add || accounts.length === 0) {
    return <AddAccount accounts={accounts} again={accounts.find(({ id }) => id === route.account) ?? null} />;
  }
  return <MailScreen accounts={accounts} route={route} />;
}
