'use client';

import { useStored } from '@/components/shell/useStored';
import { getAccount } from '@/lib/store/accounts';
import type { Change } from '@/lib/store/changes';
import { readDamage } from '@/lib/store/damage';
import { readDeletions, readJournal } from '@/lib/store/deletions';
import { type LedgerEntry, readLedger } from '@/lib/store/ledger';
import type { AccountRecord } from '@/lib/store/records/account';
import type { DeletionRecord, JournalRecord } from '@/lib/store/records/deletions';
import { readSafety, type Safety } from '@/lib/store/safety';

/** All that is known of an account's mail on its server. */
export interface ServerMail {
  account: AccountRecord;
  ledger: ReadonlyMap<string, LedgerEntry>;
  deletions: readonly DeletionRecord[];
  journal: readonly JournalRecord[];
  safety: Safety;
  /** Ids of messages whose bytes were found damaged here. */
  damaged: ReadonlySet<number>;
}

/** So many of the last deletions are shown. */
export const journalRows = 100;

/** Null until it was read for the first time, and where the account is gone. */
export function useServerMail(id: string) {
  const concerns = (change: Change) =>
    change.kind === 'accounts' ||
    change.kind === 'safety' ||
    ((change.kind === 'deletions' || change.kind === 'messages') && change.account === id);
  return useStored(async (): Promise<ServerMail | null> => {
    const [account, ledger, deletions, journal, safety, damage] = await Promise.all([
      getAccount(id),
      readLedger(id),
      readDeletions(id),
      readJournal(id, journalRows),
      readSafety(),
      readDamage(),
    ]);
    // What is wanted of a message that is not listed waits for its coming back: nobody needs to know.
    const there = deletions.filter(({ uidl }) => !ledger.get(uidl)?.gone);
    const damaged = new Set(damage.map(({ record }) => record.id));
    return account ? { account, ledger, deletions: there, journal, safety, damaged } : null;
  }, concerns);
}
