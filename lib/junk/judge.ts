import { hashOf } from '@/lib/store/junk/counts';
import type { Taught } from '@/lib/store/junk/knowledge';
import type { Clue } from '@/lib/store/records/junk';
import { combine, spamminess, strongest } from './bayes';
import type { Feature } from './features';

/** The filter does nothing before it has seen so many messages of each kind. */
export const enough = { junk: 20, good: 40 };
/**
 * From this score on a message is junk, and from that on it may be (SpamBayes: 0.9 and 0.2). Found by cross-validation
 * within each of the halves of `torture -- junk`, for at most five wrong moves in a thousand.
 */
export const cutoffs = { junk: 0.985, unsure: 0.8 };
const told = 5;

export interface Judgement {
  score: number;
  against: Clue[];
  inFavour: Clue[];
}

/** How many messages have taught, in all. */
export function taughtInAll(taught: readonly Pick<Taught, 'junk' | 'good'>[]): {
  junk: number;
  good: number;
} {
  return taught.reduce((sum, { junk, good }) => ({ junk: sum.junk + junk, good: sum.good + good }), {
    junk: 0,
    good: 0,
  });
}

export function hasLearned({ junk, good }: { junk: number; good: number }): boolean {
  return junk >= enough.junk && good >= enough.good;
}

export const hashesOf = (features: readonly Feature[]): Uint32Array<ArrayBuffer> =>
  new Uint32Array(new Set(features.map(({ kind, text }) => hashOf(`${kind} ${text}`)))).sort();

/**
 * Judges a message by what was learned. What the other accounts have taught is believed of a token before the account's own
 * mail is asked (it is Robinson's x), and the less of that there is, the more it counts.
 */
export function judge(features: readonly Feature[], account: string, taught: readonly Taught[]): Judgement {
  const own = taught.filter((one) => one.account === account);
  // An account in which one kind is missing says nothing by itself: all that it has would speak for the other.
  const counts = hasLearned(taughtInAll(own));
  const others = counts ? taught.filter((one) => one.account !== account) : taught;
  const clues = features.map(({ kind, text }): Clue => {
    const hash = hashOf(`${kind} ${text}`);
    const prior = spamminess(evidence(hash, others));
    return { kind, text, spamminess: counts ? spamminess(evidence(hash, own), prior) : prior };
  });
  const asked = strongest(clues);
  return {
    score: combine(asked),
    against: asked.filter((clue) => clue.spamminess > 0.5).slice(0, told),
    inFavour: asked.filter((clue) => clue.spamminess < 0.5).slice(0, told),
  };
}

function evidence(hash: number, taught: readonly Taught[]) {
  const sum = { junk: 0, good: 0, junkMessages: 0, goodMessages: 0 };
  for (const { junk, good, counts } of taught) {
    const count = counts.get(hash);
    sum.junk += count?.junk ?? 0;
    sum.good += count?.good ?? 0;
    sum.junkMessages += junk;
    sum.goodMessages += good;
  }
  return sum;
}
