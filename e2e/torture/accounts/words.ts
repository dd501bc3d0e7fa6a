import { toldAs } from '@/components/accounts/told';
import doctor from '@/components/i18n/doctor.json';
import en from '@/components/i18n/en.json';
import setup from '@/components/i18n/setup.json';
import type { Problem } from '@/lib/contract/errors';

/** What the form says of a failure: the place in the catalogue, and the sentence there, which is read first. */
export function wordsOf(problem: Pick<Problem, 'code' | 'cause'>): { told: string; sentence: string } {
  const told = toldAs(problem);
  let at: unknown = { ...en, ...setup, ...doctor };
  for (const part of `${told}.title`.split('.')) at = (at as Record<string, unknown>)[part];
  if (typeof at !== 'string') throw new Error(`No words for ${told}.`);
  return { told, sentence: at };
}
