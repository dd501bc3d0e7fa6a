import { parseQuery, type Query, type QueryNote } from '@/lib/mail/query';
import { getSearch, type Results } from '@/lib/search/client';
import type { Order } from '@/lib/search/mailbox';
import { isLoneSign, termsOf, tokens } from '@/lib/search/tokens';
import { noteSearch } from '@/lib/store/recentSearches';

/** Where words of a query stand in a text: start and end in code units, in order, without overlaps. */
export type Marker = (text: string) => (readonly [number, number])[];

export interface Asked {
  notes: readonly QueryNote[];
  marker: Marker;
  leave: () => void;
}

/** Begins a search for what was typed; a newer one ends it. `grouped`: the conversations of the hits are wanted. */
export type Ask = (
  text: string,
  how: { order: Order; grouped: boolean },
  hear: { results: (results: Results) => void; failure: (error: Error) => void },
) => Asked;

/** Whoever looks at results for so long meant that search: it is offered again. ms */
const looked = 3_000;

/** So many results come at once, the rest behind them. */
const first = 50;

export const ask: Ask = (text, how, { results, failure }) => {
  const { query, notes } = parseQuery(text, { typing: true, now: Date.now() });
  const leave = getSearch().search({ query, ...how, first, onResults: results, onFailure: failure });
  // Nothing hangs on it: where it can't be stored it is not offered.
  const timer = setTimeout(() => void noteSearch(text).catch(() => {}), looked);
  return {
    notes,
    marker: markerOf(query),
    leave: () => {
      clearTimeout(timer);
      leave();
    },
  };
};

/** Marks what is found by a query as it was typed. */
export const markerOfText = (text: string): Marker =>
  markerOf(parseQuery(text, { typing: true, now: Date.now() }).query);

/** Marks all words that a message is found by; what it must not hold marks nothing. */
export function markerOf(query: Query): Marker {
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
      const before = found.at(-1);
      // Pairs of characters overlap: 東京 and 京都 are one mark.
      if (before && start < before[1]) before[1] = Math.max(before[1], end);
      else found.push([start, end]);
    });
    return found;
  };
}
