import { inOneLine } from '@/lib/mail/letters';
import type { AccountRecord } from '@/lib/store/records/account';
import type { MessageRecord } from '@/lib/store/schema';

/** Older mail that arrives is no news: it comes with a first sync, a move to another server, or out of a file. ms */
const newsFor = 2 * 24 * 3_600_000;

/**
 * What of the mail that has arrived is told: unread, in the Inbox once rules and the junk filter have seen it, not silenced by
 * a rule, and of an account that was there before.
 *
 * @param known when each account was last checked, before this mail arrived
 */
export function newsOf(
  arrived: readonly MessageRecord[],
  known: readonly Pick<AccountRecord, 'id' | 'checkedAt'>[],
  now: number,
): MessageRecord[] {
  const settled = new Set(known.flatMap(({ id, checkedAt }) => (checkedAt === null ? [] : [id])));
  return arrived.filter(
    ({ account, folder, unread, quiet, date }) =>
      folder === 'inbox' && unread && !quiet && now - date < newsFor && settled.has(account),
  );
}

/** Whom a message is from and what it is about, for a notification; empty where it does not say. */
export function saidOf({ envelope: { from, subject } }: MessageRecord): { sender: string; subject: string } {
  const [sender] = from;
  return {
    sender: inOneLine(sender?.name ?? '') || inOneLine(sender?.address ?? ''),
    subject: inOneLine(subject),
  };
}
