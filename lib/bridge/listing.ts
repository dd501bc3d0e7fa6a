import 'server-only';
import type { ListingAnswer, ListingEntry, ListingRequest } from '@/lib/contract/routes';
import { Pop3Refusal } from '@/lib/pop3/errors';
import type { Pop3Session } from '@/lib/pop3/session';
import { BridgeFailure } from './problem';

/** What the listing needs of a session. */
export type ListingSession = Pick<Pop3Session, 'stat' | 'list' | 'listOf' | 'uidl' | 'uidlOf'>;

/** More new messages than this are named by one UIDL of everything: single ones would be no cheaper. */
const namedSingly = 500;
/** Without pipelining each UIDL costs a round trip. */
const namedSinglyUnpipelined = 8;

/**
 * What is on the server, as cheaply as what the browser knows allows:
 *
 * - STAT's count and the UIDL of that message are the known ones: nothing new, some hundred octets;
 * - there are more, and the UIDL of the old count is still the old one: the new numbers alone are named and sized.
 *   (Three deleted and five arrived looks like two arrived: hence the comparison.) If the server names all of them, that is: what were
 *   left out here would not be asked for again;
 * - everything else: UIDL and LIST in full, joined by number. Messages without a UIDL are left out: they can be neither
 *   told apart nor asked for.
 *
 * @param beforeFull awaited before everything is listed, which may take long
 * @throws BridgeFailure `uidl_missing`; everything that a session throws.
 */
export async function takeListing(
  session: ListingSession,
  known: ListingRequest['known'],
  pipelining: boolean,
  beforeFull: () => Promise<void> = async () => {},
): Promise<ListingAnswer> {
  const held = await session.stat();
  const { count, octets } = held;
  if (known && count >= known.count) {
    const added = Array.from({ length: count - known.count }, (_, index) => known.count + 1 + index);
    if (added.length <= (pipelining ? namedSingly : namedSinglyUnpipelined)) {
      const [last, ...names] = await session.uidlOf([known.count, ...added], { pipelining });
      if (last === known.last) {
        if (added.length === 0) return { count, octets, kind: 'unchanged', entries: [] };
        const named = namedOf(added, names);
        if (named.length === added.length) {
          return { count, octets, kind: 'added', entries: await sizedSingly(session, named, pipelining) };
        }
      }
    }
  }
  await beforeFull();
  return listEverything(session, held);
}

/** What STAT says: messages, and their octets. */
export interface Held {
  count: number;
  octets: number;
}

/**
 * UIDL and LIST of everything, joined by number.
 * @throws BridgeFailure `uidl_missing`; everything that a session throws.
 */
export async function listEverything(
  session: Pick<ListingSession, 'uidl' | 'list'>,
  { count, octets }: Held,
): Promise<ListingAnswer> {
  if (count === 0) return { count, octets, kind: 'full', entries: [] };
  const names = await session.uidl().catch((error: unknown): never => {
    throw error instanceof Pop3Refusal && error.class === 'permanent'
      ? new BridgeFailure('uidl_missing')
      : error;
  });
  const sizes = await session.list();
  const inconsistent = !speakOfTheSame(count, names, sizes);
  return {
    count,
    octets,
    kind: 'full',
    entries: sized(names, sizes),
    ...(inconsistent && { inconsistent }),
  };
}

/** STAT's count, UIDL and LIST name the same messages, each once (some without a UIDL, perhaps). */
export function speakOfTheSame(
  count: number,
  names: readonly { number: number }[],
  sizes: readonly { number: number }[],
): boolean {
  const named = new Set(names.map(({ number }) => number));
  if (names.length !== count || sizes.length !== count || named.size !== count) return false;
  return (
    new Set(sizes.map(({ number }) => number)).size === count &&
    sizes.every(({ number }) => named.has(number))
  );
}

interface Named {
  number: number;
  uidl: string;
}

/** Those that the server has named. */
function namedOf(numbers: readonly number[], names: readonly (string | Pop3Refusal)[]): Named[] {
  return numbers.flatMap((number, index) => {
    const uidl = names[index];
    return typeof uidl === 'string' && uidl !== '' ? [{ number, uidl }] : [];
  });
}

/** The sizes of a few, without those of 100,000 others: a megabyte of LIST for one new message. */
async function sizedSingly(
  session: ListingSession,
  named: readonly Named[],
  pipelining: boolean,
): Promise<ListingEntry[]> {
  const numbers = named.map(({ number }) => number);
  const sizes = await session.listOf(numbers, { pipelining });
  return named.map(({ number, uidl }, index): ListingEntry => {
    const octets = sizes[index];
    return [number, uidl, typeof octets === 'number' ? octets : 0];
  });
}

/** LIST's sizes are advice: a message that it leaves out counts as 0 octets. */
function sized(
  named: readonly Named[],
  sizes: readonly { number: number; octets: number }[],
): ListingEntry[] {
  const octetsOf = new Map(sizes.map(({ number, octets }) => [number, octets]));
  return named
    .filter(({ uidl }) => uidl !== '')
    .map(({ number, uidl }): ListingEntry => [number, uidl, octetsOf.get(number) ?? 0]);
}
