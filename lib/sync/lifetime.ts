import type { Candidate } from '@/lib/store/retention';
import type { MessageRecord } from '@/lib/store/schema';

const day = 86_400_000;

/**
 * Whether a message in Trash or Junk has been there for so long that it goes. One of which nobody knows when it came
 * there stays.
 *
 * @param days 0: nothing ever goes
 * @param now ms since 1970
 */
export function isExpired({ movedAt }: Pick<MessageRecord, 'movedAt'>, days: number, now: number): boolean {
  return days > 0 && movedAt !== undefined && movedAt <= now - days * day;
}

/** Messages of before this are older than `days`; ms since 1970. */
export const cutOff = (days: number, now: number): number => now - days * day;

/**
 * Whether the bytes of a message may leave this device while its row stays: only when the server has them by a full
 * listing of just now that could be believed, under the same name and with the size that it had when it was retrieved,
 * and nothing and nobody is about to delete it there. What bears a star stays readable anyway.
 *
 * @param listed UIDL to octets of that listing
 */
export function mayFree(
  { record, account, entry, asked }: Candidate,
  listed: ReadonlyMap<string, number>,
): boolean {
  if (record.freed || record.headerOf !== undefined || record.starred) return false;
  const removes = account.policy !== undefined && account.policy.remove.kind !== 'never';
  if (removes || asked || account.quarantine || account.removesItself) return false;
  if (!entry || entry.id !== record.id || entry.sha256 !== record.sha256) return false;
  if (!entry.settled || entry.gone !== 0 || entry.headers) return false;
  return entry.listed > 0 && listed.get(record.uidl) === entry.listed;
}
