import type { MessageRecord } from './schema';

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
