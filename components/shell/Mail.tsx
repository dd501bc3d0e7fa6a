'use client';

import dynamic from 'next/dynamic';
import { useAccounts } from '@/components/accounts/useAccounts';
import { StoreProblem } from './Crash';
import { MailScreen } from './MailScreen';
import { Opening } from './Opening';
import { optional } from './optional';
import { closeSettings, useRoute } from './useRoute';

/** Not needed by those who have an account: their first page is the mail. */
const AddAccount = dynamic(
  () => import('@/components/accounts/AddAccount').then(({ AddAccount }) => AddAccount),
  {
    ssr: false,
    loading: () => <Opening />,
  },
);

/** Settings that do not come count as closed, so that they can be asked for again. */
const SettingsScreen = optional(
  () => import('@/components/settings/SettingsScreen').then(({ SettingsScreen }) => SettingsScreen),
  closeSettings,
);

/** Which screen: welcome while there is no account, mail otherwise; over either the settings. */
export function Mail() {
  const route = useRoute();
  const { value: accounts, error, retry } = useAccounts();
  if (accounts === null) return error ? <StoreProblem error={error} onRetry={retry} /> : <Opening />;
  return (
    <>
      {route.add || accounts.length === 0 ? (
        <AddAccount accounts={accounts} again={accounts.find(({ id }) => id === route.account) ?? null} />
      ) : (
        <MailScreen accounts={accounts} route={route} />
      )}
      {route.settings !== null && <SettingsScreen accounts={accounts} route={route} />}
    </>
  );
}
