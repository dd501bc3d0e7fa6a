'use client';

import dynamic from 'next/dynamic';
import { useAccounts } from '@/components/accounts/useAccounts';
import { StoreProblem } from './Crash';
import { MailScreen } from './MailScreen';
import { Opening } from './Opening';
import { useRoute } from './useRoute';

/** Not needed by those who have an account: their first page is the mail. */
const AddAccount = dynamic(
  () => import('@/components/accounts/AddAccount').then(({ AddAccount }) => AddAccount),
  {
    ssr: false,
    loading: () => <Opening />,
  },
);

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
