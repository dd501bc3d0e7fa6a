import { bitOf, fields } from './document';

/** A word in the subject says more of a message than one in its body. */
const weights: Readonly<Record<(typeof fields)[number], number>> = {
  from: 2.5,
  to: 1,
  cc: 0.8,
  subject: 3,
  filename: 1.5,
  body: 1,
};
/** By the two bits of the rate: once, twice, three to five times, more. */
const rates = [1, 1.3, 1.6, 1.9];
/** In so many days half of what being new is worth is gone. */
const halfLife = 180;
const day = 86_400_000;

/**
 * How relevant a document is: for each word its rarity, times the best field it stands in, times how often; all of it up
 * to half more for mail of today.
 *
 * @param frequencies for each segment, the number of documents that each word stands in
 * @returns takes a document's masks and its date
 */
export function relevance(
  frequencies: readonly (readonly number[])[],
  documents: number,
  now: number,
): (masks: readonly number[], date: number) => number {
  const totals = (frequencies[0] ?? []).map((_, word) =>
    frequencies.reduce((sum, of) => sum + (of[word] ?? 0), 0),
  );
  const rarity = totals.map((total) => Math.log(1 + (documents - total + 0.5) / (total + 0.5)) + 0.1);
  return (masks, date) => {
    let score = 0;
    for (const [word, mask] of masks.entries()) score += (rarity[word] ?? 0) * worth(mask);
    return score * (1 + 0.5 * 2 ** (-Math.max(0, now - date) / day / halfLife));
  };
}

function worth(mask: number): number {
  let best = 0;
  for (const field of fields) if (mask & bitOf[field]) best = Math.max(best, weights[field]);
  return best * (rates[mask >> 6] ?? 1);
}
