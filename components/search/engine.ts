import { parseQuery, type Query, type QueryNote } from '@/lib/mail/query';
import { getSearch, type Results } from '@/lib/search/client';
import type { Order } from '@/lib/search/mailbox';
import { addressesFound, asksForPeople, People } from '@/lib/search/people';
import { isLoneSign, termsOf, tokens } from '@/lib/search/tokens';
import { noteSearch } from '@/lib/store/recentSearches';

/**
 * Where words of a query stand in a text: start and end in code units, in order, without overlaps.
 *
 * @param whose the address of whom the text names: somebody may be found by the name that a contact gives him
 */
export type Marker = (text: string, whose?: string) => (readonly [number, number])[];

export interface Asked {
  notes: readonly QueryNote[];
  leave: () => void;
}

/** Begins a search for what was typed; a newer one ends it. `grouped`: the conversations of the hits are wanted. */
export type Ask = (
  text: string,
  how: { order: Order; grouped: boolean },
  hear: { results: (results: Results, marker: Marker) => void; failure: (error: Error) => void },
) => Asked;

/** Whoever looks at results for so long meant that search: it is offered again. ms */
const looked = 3_000;

/** So many results come at once, the rest behind them. */
const first = 50;

export const ask: Ask = (text, how, { results, failure }) => {
  const { query, notes } = parseQuery(text, { typing: true, now: Date.now() });
  const marking = markerFor(query);
  const onResults = (found: Results) => void marking.then((marker) => results(found, marker));
  const leave = getSearch().search({ query, ...how, first, onResults, onFailure: failure });
  // Nothing hangs on it: where it can't be stored it is not offered.
  const timer = setTimeout(() => void noteSearch(text).catch(() => {}), looked);
  return {
    notes,
    leave: () => {
      clearTimeout(timer);
      leave();
    },
  };
};

/** Marks what is found by a query as it was typed. */
export const markerOfText = (text: string): Promise<Marker> =>
  markerFor(parseQuery(text, { typing: true, now: Date.now() }).query);

const people = new People();

/** Where the contacts can't be read, the words are marked. */
async function markerFor(query: Query): Promise<Marker> {
  const known = asksForPeople(query) ? await people.all().catch(() => []) : [];
  return markerOf(query, addressesFound(query, known));
}

const writtenAddress = /[^\s<>()"',;:]+@[^\s<>()"',;:]+/g;

/**
 * Marks all words that a message is found by; what it must not hold marks nothing.
 *
 * @param addresses whose mail is found besides, whatever stands in it: they are marked, and who has one of them
 */
export function markerOf(query: Query, addresses: readonly string[] = []): Marker {
  const found = new Set(addresses.map((address) => address.toLowerCase()));
  const isFound = (address: string) => found.has(address.toLowerCase());
  const words = wordMarker(query);
  return (text, whose) => {
    if (whose !== undefined && isFound(whose)) return [[0, text.length]];
    const marked = words(text);
    if (found.size === 0) return marked;
    const written = [...text.matchAll(writtenAddress)].filter(([address]) => isFound(address));
    return together([
      ...marked,
      ...written.map(({ index, 0: address }) => [index, index + address.length] as const),
    ]);
  };
}

/** In order, those that overlap as one. */
function together(ranges: readonly (readonly [number, number])[]): [number, number][] {
  const joined: [number, number][] = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const before = joined.at(-1);
    if (before && start < before[1]) before[1] = Math.max(before[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

function wordMarker(query: Query): (text: string) => [number, number][] {
  const terms = new Set<string>();
  const beginnings: string[] = [];
  const signs = new Set<string>();
  const gather = (part: Query): void => {
    if (part.kind === 'and' || part.kind === 'or') for (const each of part.parts) gather(each);
    if (part.kind !== 'words') return;
    const words = termsOf(part.text);
    const [only = ''] = words;
    if (words.length === 1 && isLoneSign(only)) {
      signs.add(only);
      return;
    }
    // Behind pairs of characters stands the last one alone, which is in a pair already.
    if (words.length > 1 && isLoneSign(words.at(-1) ?? '')) words.pop();
    else if (part.prefix) beginnings.push(...words.splice(-1));
    for (const word of words) terms.add(word);
  };
  gather(query);
  return (text) => {
    const found: [number, number][] = [];
    tokens(text, (term, _, start, until) => {
      let end = until;
      const sign = String.fromCodePoint(term.codePointAt(0) ?? 0);
      // A single 京 is found in all pairs, and each of its places begins one: of that pair it alone is marked.
      if (signs.has(sign)) end = Math.min(end, start + sign.length);
      else if (!terms.has(term) && !beginnings.some((beginning) => term.startsWith(beginning))) return;
      found.push([start, end]);
    });
    // Pairs of characters overlap: 東京 and 京都 are one mark.
    return together(found);
  };
}
