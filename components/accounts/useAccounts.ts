'use client';

import { arrivals } from '@/components/shell/paced';
import { type Stored, useStored } from '@/components/shell/useStored';
import { listAccounts } from '@/lib/store/accounts';
import { accountCounters } from '@/lib/store/counters';
import type { AccountRecord } from '@/lib/store/records/account';
import type { CounterRecord } from '@/lib/store/schema';

/** All accounts of this device. */
export function useAccounts(): Stored<AccountRecord[]> {
  return useStored(listAccounts, (change) => change.kind === 'accounts');
}

/** Messages and unread ones by account and folder. */
export function useCounters(): CounterRecord[] {
  return useStored(accountCounters, (change) => change.kind !== 'outdated', arrivals).value ?? [];
}
