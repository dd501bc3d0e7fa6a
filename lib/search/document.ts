import { type Known, tokens } from './tokens';

/** Where a word stands. The order is that of a document's positions and of the bits in a posting. */
export const fields = ['from', 'to', 'cc', 'subject', 'filename', 'body'] as const;
export type Field = (typeof fields)[number];

/** The bit of a field in a posting's mask. */
export const bitOf: Readonly<Record<Field, number>> = {
  from: 1,
  to: 2,
  cc: 4,
  subject: 8,
  filename: 16,
  body: 32,
};
export const anyField = 63;

/** What is searched of a message. Several texts of a field (addresses, parts) are no neighbours: no phrase spans them. */
export interface SearchDocument extends DocumentFacts {
  texts: Readonly<Record<Field, readonly string[]>>;
}

/** What of a message never changes, kept with its words: filters on them need no record. */
export interface DocumentFacts {
  /** The message's id. */
  id: number;
  account: string;
  /** Ms since 1970. */
  date: number;
  size: number;
  attachments: boolean;
}

/**
 * So much text of a message is searched, in code units, and no more: 200,000 words, a long book. Beyond it there are log
 * files and data.
 */
export const maxText = 1_000_000;

/** Between two texts of a field, and behind a field: a phrase never spans them. */
const gap = 8;

/**
 * Calls `visit` for each token of a document's field. Index and tests see a document through this.
 *
 * @param known takes what it knows; `visit` hears of all else
 * @returns how much text there is still room for
 */
export function fieldTokens(
  texts: readonly string[],
  visit: (term: string, position: number) => void,
  room = maxText,
  known: Known | null = null,
): number {
  let position = 0;
  let left = room;
  for (const text of texts) {
    if (left <= 0) break;
    position = tokens(text.slice(0, left), visit, position, known) + gap;
    left -= text.length;
  }
  return left;
}
