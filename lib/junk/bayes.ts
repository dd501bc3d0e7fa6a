/**
 * Gary Robinson's and Tim Peters' way of combining tokens, as SpamBayes and bogofilter use it:
 * G. Robinson, “A Statistical Approach to the Spam Problem”, Linux Journal 107 (2003); the chi-squared test of Fisher is
 * SpamBayes' `chi2.py` and `classifier.py` (chi2_spamprob), whose constants these are.
 */

/** How much is believed of a token that nobody has seen (x), and how many messages that belief weighs (s). */
const unknownProbability = 0.5;
const unknownStrength = 0.45;
/**
 * Tokens that say less than this are not asked, and no more than so many are: the strongest. SpamBayes asks none below 0.1;
 * of few messages many tokens have learned little, and together they make the verdict hang less on which few say much.
 */
const minimumStrength = 0.03;
const mostTokens = 150;

/** How often a token was met, in how many messages of each kind. */
export interface Evidence {
  junk: number;
  good: number;
  junkMessages: number;
  goodMessages: number;
}

/**
 * Robinson's f(w): how much a token speaks for junk, 0 to 1.
 *
 * @param prior what is believed before the evidence is looked at
 * @param strength how many messages that belief weighs
 */
export function spamminess(
  { junk, good, junkMessages, goodMessages }: Evidence,
  prior = unknownProbability,
  strength = unknownStrength,
): number {
  const junkShare = junkMessages > 0 ? Math.min(1, junk / junkMessages) : 0;
  const goodShare = goodMessages > 0 ? Math.min(1, good / goodMessages) : 0;
  if (junkShare + goodShare === 0) return prior;
  const p = junkShare / (junkShare + goodShare);
  // A word in one of a thousand good messages says little against its being in one of thirty of junk: what was met weighs
  // as if there were as few of both (SpamBayes' `experimental_ham_spam_imbalance_adjustment`).
  const n = (junkShare + goodShare) * Math.min(junkMessages, goodMessages);
  return (strength * prior + n * p) / (strength + n);
}

/** Survival function of the chi-squared distribution with an even number of degrees of freedom. */
export function chi2Q(x: number, degrees: number): number {
  const m = x / 2;
  let term = Math.exp(-m);
  let sum = term;
  for (let i = 1; i < degrees / 2; i += 1) {
    term *= m / i;
    sum += term;
  }
  return Math.min(1, sum);
}

/** The strongest of them, strongest first. */
export function strongest<Token extends { spamminess: number }>(tokens: readonly Token[]): Token[] {
  const strength = ({ spamminess: f }: Token) => Math.abs(f - 0.5);
  return tokens
    .filter((token) => strength(token) >= minimumStrength)
    .sort((a, b) => strength(b) - strength(a))
    .slice(0, mostTokens);
}

/** So many that say nothing stand beside the tokens that are asked (Laplace's rule): few prove little, and among many they are not heard. */
const silent = 3;

/** Fisher's test both ways: 0 is ordinary, 1 is junk, and what speaks for both or for neither is in the middle. */
export function combine(tokens: readonly { spamminess: number }[]): number {
  if (tokens.length === 0) return 0.5;
  let junk = silent * Math.log(0.5);
  let good = junk;
  for (const { spamminess: f } of tokens) {
    const inside = Math.min(1 - 1e-9, Math.max(1e-9, f));
    junk += Math.log(1 - inside);
    good += Math.log(inside);
  }
  const degrees = 2 * (tokens.length + silent);
  const s = 1 - chi2Q(-2 * junk, degrees);
  const h = 1 - chi2Q(-2 * good, degrees);
  return (s - h + 1) / 2;
}

/** The logarithm of the odds of a probability; it is finite, since nothing is certain. */
export function logOdds(probability: number): number {
  const inside = Math.min(1 - 1e-9, Math.max(1e-9, probability));
  return Math.log(inside / (1 - inside));
}

/** What `logOdds` came from. */
export const likelihood = (odds: number): number => 1 / (1 + Math.exp(-odds));
