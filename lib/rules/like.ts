import { listIdOf } from '@/lib/mail/listId';
import type { Condition } from './types';

/**
 * What makes "mail like this": its mailing list, which sends under many names; else its sender.
 *
 * @param headers of the message
 * @param from its sender's address; empty: none
 */
export function likeThis(
  headers: readonly { name: string; value: string }[],
  from: string,
): Condition | null {
  const list = listIdOf(headers);
  if (list !== null) return { kind: 'list', value: list };
  return from === '' ? null : { kind: 'header', header: 'From', how: 'is', value: from.toLowerCase() };
}
