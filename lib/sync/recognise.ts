import { fingerprintOf } from '@/lib/contract/fingerprint';
import type { ListingEntry } from '@/lib/contract/routes';
import type { LedgerEntry, NewName } from '@/lib/store/ledger';

/** So many of the newest are looked at first: where none of them is known, the rest is taken for new mail. */
const sampleSize = 10;
/** Headers of so many are asked for in one session. */
const perSession = 500;

/** Gets the headers of these from the server; those that it would not show are missing from the answer. */
export type HeadersOf = (wanted: readonly ListingEntry[]) => Promise<ReadonlyMap<string, Uint8Array>>;

/**
 * After a listing in which no name is known: which of its messages are stored already, under other UIDLs. `TOP n 0` of
 * the newest ten says whether it is worth asking for the others.
 *
 * @returns new names by old UIDLs; null when the server showed none of the headers, so that nothing is known
 */
export async function recognise(
  entries: readonly ListingEntry[],
  absent: readonly LedgerEntry[],
  headersOf: HeadersOf,
): Promise<Map<string, NewName> | null> {
  const newestFirst = [...entries].sort((a, b) => b[0] - a[0]);
  const found = await look(newestFirst.slice(0, sampleSize), headersOf);
  if (found.length === 0) return null;
  if (newNames(found, absent).size === 0) return new Map();
  for (let at = sampleSize; at < newestFirst.length; at += perSession)
    found.push(...(await look(newestFirst.slice(at, at + perSession), headersOf)));
  return newNames(found, absent);
}

/**
 * Of messages that are listed with other sizes than they had: those that are the same all the same. Servers that add
 * fields of their own (Mailutils) change sizes; a body's does not change.
 *
 * @returns their UIDLs with the sizes that they have now
 */
export async function stillTheSame(
  suspects: readonly ListingEntry[],
  ledger: ReadonlyMap<string, LedgerEntry>,
  headersOf: HeadersOf,
): Promise<Map<string, NewName>> {
  const found = await look(suspects.slice(0, perSession), headersOf);
  const same = found.filter(({ uidl, print }) => print !== '' && ledger.get(uidl)?.fingerprint === print);
  return new Map(same.map(({ uidl, listed }) => [uidl, { uidl, listed }]));
}

/** A message that was looked at. */
export interface Looked extends NewName {
  /** Empty where there is none. */
  print: string;
}

async function look(some: readonly ListingEntry[], headersOf: HeadersOf): Promise<Looked[]> {
  const headers = await headersOf(some);
  const found: Looked[] = [];
  for (const [, uidl, listed] of some) {
    const header = headers.get(uidl);
    if (header) found.push({ uidl, listed, print: await fingerprintOf(header, listed) });
  }
  return found;
}

/**
 * Pairs stored messages with listed ones of the same fingerprint, each with one: where a message is stored twice, two
 * listed ones are known, and a third is new.
 *
 * @returns new names by old UIDLs
 */
export function newNames(found: readonly Looked[], absent: readonly LedgerEntry[]): Map<string, NewName> {
  const waiting = new Map<string, string[]>();
  for (const { uidl, fingerprint } of absent) {
    if (fingerprint === '') continue;
    const same = waiting.get(fingerprint);
    if (same) same.push(uidl);
    else waiting.set(fingerprint, [uidl]);
  }
  const names = new Map<string, NewName>();
  for (const { uidl, listed, print } of found) {
    const old = waiting.get(print)?.shift();
    if (old !== undefined) names.set(old, { uidl, listed });
  }
  return names;
}
