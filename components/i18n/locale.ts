import { readSetting } from '@/components/settings/stored';

/** `localStorage['postbag.locale'] = 'pseudo'` shows every catalogue string in brackets (see pseudo.ts). */
export function wantsPseudo(): boolean {
  return readSetting('locale') === 'pseudo';
}

/**
 * The locale that dates and numbers are written in. The catalogue is English, so it is the reader's own kind of
 * English where they have one (10:42 AM or 10:42), and otherwise the kind with 24 hours and 3 November.
 *
 * @param languages as in `navigator.languages`
 */
export function formattingLocale(languages: readonly string[]): string {
  return languages.find((language) => /^en(-|$)/i.test(language)) ?? 'en-GB';
}
