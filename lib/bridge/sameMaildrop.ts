import 'server-only';
import type { Pop3Session } from '@/lib/pop3/session';

/** A message that is stored in the browser, as the server listed it. */
export interface Expected {
  uidl: string;
  octets: number;
}

/**
 * Is this the maildrop whose mail is stored, though its server or its user has another name now? Decided by what both
 * hold: UIDLs alone say little between maildrops (some servers just count, and those that were filled in one go share
 * their prefixes), so that the sizes of what is found have to agree as well, for the most part. A maildrop without
 * messages says nothing against itself, and mixes nothing in.
 *
 * @param expected some of what should be on the server by all that is known; not empty.
 */
export async function isSameMaildrop(
  session: Pick<Pop3Session, 'uidl' | 'list'>,
  count: number,
  expected: readonly Expected[],
): Promise<boolean> {
  if (count === 0) return true;
  const numbers = new Map((await session.uidl()).map(({ number, uidl }) => [uidl, number]));
  const found = expected.filter(({ uidl }) => numbers.has(uidl));
  if (found.length === 0) return false;
  const sizes = new Map((await session.list()).map(({ number, octets }) => [number, octets]));
  const agreeing = found.filter(({ uidl, octets }) => sizes.get(numbers.get(uidl) ?? 0) === octets);
  return agreeing.length * 2 >= found.length;
}
