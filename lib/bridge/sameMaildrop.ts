import 'server-only';
import { fingerprintOf } from '@/lib/contract/fingerprint';
import { Pop3Refusal } from '@/lib/pop3/errors';
import type { Pop3Session } from '@/lib/pop3/session';

/** A message that is stored in the browser, as the server listed it. */
export interface Expected {
  uidl: string;
  octets: number;
  /** See fingerprint.ts; empty where there is none. */
  fingerprint: string;
}

/** So many of the newest are looked at where no name is known: what moved with the mailbox is among them. */
const lookedAt = 30;
/** Real headers have some kilobytes; of a longer one no more is kept, and it recognises nothing. */
const headerOctets = 256 * 1024;

/**
 * Is this the maildrop whose mail is stored, though its server or its user has another name now? Decided by what both
 * hold: UIDLs alone say little between maildrops (some servers just count, and those that were filled in one go share
 * their prefixes), so that the sizes of what is found have to agree as well, for the most part. Where none of the names
 * is known, the mailbox may have been copied, and has new ones: then the newest are recognised by their headers. A maildrop
 * without messages says nothing against itself, and mixes nothing in.
 *
 * @param expected some of what should be on the server by all that is known, the newest of it; not empty.
 */
export async function isSameMaildrop(
  session: Pick<Pop3Session, 'uidl' | 'list' | 'top'>,
  count: number,
  expected: readonly Expected[],
): Promise<boolean> {
  if (count === 0) return true;
  const numbers = new Map((await session.uidl()).map(({ number, uidl }) => [uidl, number]));
  const found = expected.filter(({ uidl }) => numbers.has(uidl));
  const sizes = new Map((await session.list()).map(({ number, octets }) => [number, octets]));
  if (found.length === 0) return holdsSameMail(session, sizes, expected);
  const agreeing = found.filter(({ uidl, octets }) => sizes.get(numbers.get(uidl) ?? 0) === octets);
  return agreeing.length * 2 >= found.length;
}

/**
 * By fingerprints: half of what could be known has to be. One alone is not enough, since a letter to two people is in the
 * mailboxes of both.
 */
async function holdsSameMail(
  session: Pick<Pop3Session, 'top'>,
  sizes: ReadonlyMap<number, number>,
  expected: readonly Expected[],
): Promise<boolean> {
  const known = new Set(expected.map(({ fingerprint }) => fingerprint).filter((print) => print !== ''));
  const newest = [...sizes.keys()].sort((a, b) => b - a).slice(0, lookedAt);
  const prints = new Set<string>();
  for (const number of known.size > 0 ? newest : []) {
    const parts: Uint8Array[] = [];
    let octets = 0;
    const data = (view: Uint8Array) => {
      octets += view.length;
      if (octets <= headerOctets) parts.push(Uint8Array.from(view));
    };
    try {
      await session.top(number, 0, { data });
    } catch (error) {
      if (error instanceof Pop3Refusal) return false;
      throw error;
    }
    prints.add(await fingerprintOf(Buffer.concat(parts), sizes.get(number) ?? 0));
  }
  prints.delete('');
  const recognised = [...prints].filter((print) => known.has(print));
  return recognised.length > 0 && recognised.length * 2 >= Math.min(prints.size, known.size);
}
