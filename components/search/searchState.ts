import type { QueryNote } from '@/lib/mail/query';
import type { Indexed } from '@/lib/search/mailbox';
import type { Marker } from './engine';

/** How far a search is. */
export interface SearchState {
  /** The query that the results are for; null: none has been answered yet. */
  query: string | null;
  /** How many results there are; null: not known yet. */
  total: number | null;
  /** In how many conversations they are; null: not asked for, or not known yet. */
  conversations: number | null;
  /** How much of the mail can be found; null: not known yet. */
  indexed: Indexed | null;
  /** What was taken for words, and why. */
  notes: readonly QueryNote[];
  /** Where the words stand in a text. */
  marker: Marker | null;
  error: Error | null;
}

/** Nothing is known yet. */
export const begun: SearchState = {
  query: null,
  total: null,
  conversations: null,
  indexed: null,
  notes: [],
  marker: null,
  error: null,
};
