import { hashOf } from '@/lib/store/junk/counts';
import type { Taught } from '@/lib/store/junk/knowledge';
import type { Clue } from '@/lib/store/records/junk';
import { combine, likelihood, logOdds, spamminess, strongest } from './bayes';
import { beliefIn } from './beliefs';
import type { Feature } from './features';

/** The filter trusts its words once it has seen so many messages of each kind. */
export const enough = { junk: 20, good: 40 };
/**
 * From this score on a message is junk, and from that on it may be (SpamBayes: 0.9 and 0.2). Found by cross-validation
 * within each of the halves of `torture -- junk`, seeds 11 to 20, each half in four parts, for at most five wrong moves in a
 * thousand of a whole half: four there, with less to learn from. Before anything was learned, what is junk otherwise may be
 * it, and only what is `certain` is moved: twice what SpamAssassin asks for.
 */
export const cutoffs = { junk: 0.93, unsure: 0.8, certain: 0.9999 };
/** Up to this score words may say, against its server, that a message is ordinary; each of them says it at least so clearly. */
const ordinary = { score: 0.02, word: 0.4 };
/**
 * What words say goes so far and no further, as the logarithm of the odds: honest words put around a swindle do not outweigh
 * what it is (SpamAssassin's BAYES_00 takes two points off).
 */
const mostOfWords = { good: -2, junk: 6 };
/**
 * A belief weighs as much as so many messages: what people receive and keep in this form takes it back, or turns it round.
 * What they mark confirms it and adds nothing, as the scores of SpamAssassin's rules stand fast.
 */
const beliefStrength = 3;
const mostAgainstBelief = -2;
const told = 5;

export interface Judgement {
  score: number;
  against: Clue[];
  inFavour: Clue[];
  /** Words, and not a few, say clearly that it is ordinary, and no form speaks against it. */
  ordinary: boolean;
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
 * Judges a message by what was learned, and by what is believed of its forms. What the other accounts have taught is
 * believed of a token before the account's own mail is asked (it is Robinson's x), and the less of that there is, the more
 * it counts. Forms stand apart from words, as SpamAssassin's rules do from its Bayes: they are few and say much, and among
 * a hundred words they would not be heard.
 */
export function judge(features: readonly Feature[], account: string, taught: readonly Taught[]): Judgement {
  const own = taught.filter((one) => one.account === account);
  // An account in which one kind is missing says nothing by itself: all that it has would speak for the other.
  const counts = hasLearned(taughtInAll(own));
  const others = counts ? taught.filter((one) => one.account !== account) : taught;
  const words: Clue[] = [];
  const forms: Clue[] = [];
  let points = 0;
  const strange = areStrange(features, taught);
  for (const { kind, text } of features) {
    // Its words say again what its letters say: so many witnesses would be one.
    if (strange && foreign.test(text)) continue;
    const hash = hashOf(`${kind} ${text}`);
    const seen = evidence(hash, taught);
    const belief = beliefIn({ kind, text }, seen);
    if (belief > 0) {
      const f = spamminess(seen, likelihood(belief), beliefStrength);
      points += Math.min(belief, Math.max(mostAgainstBelief, logOdds(f)));
      forms.push({ kind, text, spamminess: f });
    } else {
      const prior = spamminess(evidence(hash, others));
      words.push({ kind, text, spamminess: counts ? spamminess(evidence(hash, own), prior) : prior });
    }
  }
  const asked = strongest(words);
  const odds = logOdds(combine(asked));
  const said = Math.min(mostOfWords.junk, Math.max(mostOfWords.good, odds));
  const clues = strongest([...asked, ...forms]);
  return {
    score: likelihood(said + points),
    against: clues.filter((clue) => clue.spamminess > 0.5).slice(0, told),
    inFavour: clues.filter((clue) => clue.spamminess < 0.5).slice(0, told),
    ordinary: areMany(asked) && likelihood(odds + Math.max(0, points)) <= ordinary.score,
  };
}

/** Fewer words that speak for a message are no evidence against its server: one that all mail has, “the”, would do. */
const fewWords = 5;
const areMany = (words: readonly Clue[]) =>
  words.filter((word) => word.spamminess <= ordinary.word).length >= fewWords;

const foreign = /[^\P{L}\p{Script=Latin}]/u;
/** Letters that were met in fewer messages of junk, and in none that was kept, are not known yet. */
const fewLetters = 4;

/** Whether hardly anything was learned of the letters in which a message is written. */
function areStrange(features: readonly Feature[], taught: readonly Taught[]): boolean {
  const letters = features.find(({ kind }) => kind === 'letters');
  if (!letters) return false;
  const { junk, good } = evidence(hashOf(`letters ${letters.text}`), taught);
  return good === 0 && junk < fewLetters;
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
