import { freeBodies } from '@/lib/store/offline';
import { compactPacks } from '@/lib/store/packs';
import { removeExpired } from '@/lib/store/removal';
import { messagesDue } from '@/lib/store/retention';

/** So many are removed in one transaction. */
const atOnce = 200;

/**
 * What is due on this device for an account, by itself: Trash and Junk are emptied of what is old, or
 * too much, bodies are freed of what need not be kept offline for longer, and packs are rewritten that are more than half
 * dead. Runs in the leader, between rounds of the account, so that nothing that it lets go is being verified for a deletion.
 *
 * @param now ms since 1970
 * @param sure what the round has just seen on the server, and may believe (see `freeBodies`); null: it has not looked
 * @throws LeadershipLost, StorageFull
 */
export async function upkeep(
  epoch: number,
  account: string,
  now: number,
  sure: ReadonlyMap<string, number> | null = null,
): Promise<void> {
  for (const folder of ['trash', 'junk'] as const) {
    const due = await messagesDue(account, folder, now);
    for (let at = 0; at < due.length; at += atOnce)
      await removeExpired(epoch, due.slice(at, at + atOnce), folder, now);
  }
  if (sure) await freeBodies(epoch, account, sure, now);
  await compactPacks(epoch, account);
}
