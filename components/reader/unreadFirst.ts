import type { MessageRecord } from '@/lib/store/schema';

type Marked = Pick<MessageRecord, 'id' | 'unread'>;

/**
 * The order in which the other messages of a conversation stand: what is unread first, as it was written, so that it is read
 * in its order; behind it the rest as it comes. It stays while the conversation is open, though what is read becomes read:
 * nothing moves under somebody's eyes, and what arrives meanwhile stands at the end.
 *
 * @param others newest first
 * @param before ids in the order in which they stand already
 */
export function unreadFirst<Message extends Marked>(
  others: readonly Message[],
  before: readonly number[],
): Message[] {
  const standing = before.flatMap((id) => others.find((other) => other.id === id) ?? []);
  const added = others.filter(({ id }) => !before.includes(id));
  return [
    ...standing,
    ...added.filter(({ unread }) => unread).reverse(),
    ...added.filter(({ unread }) => !unread),
  ];
}
