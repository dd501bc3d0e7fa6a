import type { ListingAnswer, ListingEntry } from '@/lib/contract/routes';

/** One message to retrieve; `octets` is LIST's word, good for progress only. */
export interface Wanted {
  number: number;
  uidl: string;
  octets: number;
}

export interface Plan {
  /** In the order of retrieval. */
  wanted: Wanted[];
  /** Larger than the account takes whole: their headers are retrieved. */
  headers: Wanted[];
  octets: number;
  /** Listed, and not retrieved whatever happens: larger than this device takes, or another message has its UIDL. */
  leftOut: number;
  /** Larger than what is retrieved while the device is short of something: not wanted yet. */
  deferred: { messages: number; octets: number };
}

/** A message over this waits until the newest ones are here: 25 MB over a slow line would hide them for minutes. */
export const largeOctets = 1024 * 1024;
/** How many smaller messages go before the first large one. */
const smallFirst = 100;
/** What the browser can hold and hash in one piece. */
export const maxMessageOctets = 256 * 1024 * 1024;

/**
 * What to retrieve, newest first: the highest message number is the newest in every maildrop that appends. A UIDL that
 * stands twice in a listing is retrieved once, under its highest number; the other message is counted as left out.
 *
 * @param maxOctets of larger messages only the headers are wanted; null: of none
 * @param sparing large messages are put off
 */
export function plan(
  entries: readonly ListingEntry[],
  known: ReadonlySet<string>,
  maxOctets: number | null = null,
  sparing = false,
): Plan {
  const newestFirst = [...entries].sort((a, b) => b[0] - a[0]);
  const chosen = new Set<string>();
  const early: Wanted[] = [];
  const rest: Wanted[] = [];
  const headers: Wanted[] = [];
  let leftOut = 0;
  const deferred = { messages: 0, octets: 0 };
  for (const [number, uidl, octets] of newestFirst) {
    const second = chosen.has(uidl);
    chosen.add(uidl);
    if (second) leftOut += 1;
    else if (known.has(uidl)) continue;
    else if (maxOctets !== null && octets > maxOctets) headers.push({ number, uidl, octets });
    else if (octets > maxMessageOctets) leftOut += 1;
    else if (sparing && octets > largeOctets) {
      deferred.messages += 1;
      deferred.octets += octets;
    } else if (octets <= largeOctets && early.length < smallFirst) early.push({ number, uidl, octets });
    else rest.push({ number, uidl, octets });
  }
  const wanted = [...early, ...rest];
  return {
    wanted,
    headers,
    octets: wanted.reduce((sum, { octets }) => sum + octets, 0),
    leftOut,
    deferred,
  };
}

/** What the next cheap check compares with; null when the listing has no entry to hold on to. */
export function seenAfter(
  answer: ListingAnswer,
  before: { count: number; last: string } | null,
): { count: number; last: string } | null {
  if (answer.kind === 'unchanged') return before;
  const last = answer.entries.reduce<ListingEntry | null>((a, b) => (a && a[0] > b[0] ? a : b), null);
  return last && last[0] === answer.count ? { count: answer.count, last: last[1] } : null;
}
