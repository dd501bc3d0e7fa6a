import type { MessageRecord } from './schema';

const day = 86_400_000;

/** How long mail stays in Trash or in Junk. */
export interface Lifetime {
  /** So many days since it came there; 0: for good. */
  days: number;
  /** The so many that came there last; 0: all. What came within a day is never too many: somebody may want it back. */
  messages: number;
}

/** When a message came into its folder, and which of those of one moment it is. */
export type Came = Pick<MessageRecord, 'id'> & { movedAt?: number | undefined };

/** @returns below zero where `a` came later than `b`; when some came, nobody knows, and they stand last */
function laterFirst(a: Came, b: Came): number {
  return (b.movedAt ?? 0) - (a.movedAt ?? 0) || b.id - a.id;
}

/** Of all that is in a folder, the last that the number allows; null: all of it. */
export function lastAllowed(there: readonly Came[], { messages }: Lifetime): Came | null {
  if (messages === 0 || there.length <= messages) return null;
  return [...there].sort(laterFirst)[messages - 1] ?? null;
}

/**
 * Whether a message in Trash or Junk has been there for so long, or so many came after it, that it goes. One of which nobody
 * knows when it came there stays.
 *
 * @param last of its folder, see `lastAllowed`
 * @param now ms since 1970
 */
export function isExpired(message: Came, { days }: Lifetime, last: Came | null, now: number): boolean {
  const { movedAt } = message;
  if (movedAt === undefined) return false;
  if (days > 0 && movedAt <= now - days * day) return true;
  return last !== null && movedAt <= now - day && laterFirst(last, message) < 0;
}
