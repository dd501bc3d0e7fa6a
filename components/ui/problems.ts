import en from '@/components/i18n/en.json';

/** Codes of which the catalogue has title and hint. Those of a sign-in alone stand with its texts: see SignInSteps. */
export type ToldCode = keyof typeof en.problems;

/** A code whose title and hint stand in the catalogue; one that a newer bridge invented is told as `internal`. */
export function knownCode(code: string): ToldCode {
  return Object.hasOwn(en.problems, code) ? (code as ToldCode) : 'internal';
}
