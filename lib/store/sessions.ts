import { announce } from './changes';
import { tx } from './database';
import type { SessionRecord } from './schema';

/** So many sessions of each account are kept: some hours of checks, and what a person would look up after a failure. */
export const keptSessions = 30;

/**
 * Keeps what the bridge did, and lets go of the oldest. For an account that is not (or no longer) on this device
 * nothing is kept.
 */
export async function keepSession(record: SessionRecord): Promise<void> {
  const { account } = record;
  const kept = await tx(['accounts', 'sessions'], 'readwrite', async (t) => {
    if (!(await t.objectStore('accounts').getKey(account))) return false;
    const sessions = t.objectStore('sessions');
    await sessions.add(record);
    const keys = await sessions.index('byAccount').getAllKeys(account);
    await Promise.all(keys.slice(0, -keptSessions).map((key) => sessions.delete(key)));
    return true;
  });
  if (kept) announce({ kind: 'sessions', account });
}

/** The account's sessions, newest first. */
export async function sessionsOf(account: string): Promise<SessionRecord[]> {
  const records = await tx(['sessions'], 'readonly', (t) =>
    t.objectStore('sessions').index('byAccount').getAll(account),
  );
  return records.reverse();
}
