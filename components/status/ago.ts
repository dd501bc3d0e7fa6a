const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** "2 min. ago", "3 hr. ago", "yesterday"; null for less than a minute, which people call "just now". */
export function agoText(time: number, now: number, locale: string): string | null {
  const passed = Math.max(0, now - time);
  if (passed < minute) return null;
  const [unit, length] =
    passed < hour
      ? (['minute', minute] as const)
      : passed < day
        ? (['hour', hour] as const)
        : (['day', day] as const);
  const text = new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'auto' });
  return text.format(-Math.floor(passed / length), unit).replaceAll('.', '');
}

/** "in 2 min", "in 3 hr"; what is due by now comes "in 1 min": rounded up, so that it never promises too much. */
export function inText(time: number, now: number, locale: string): string {
  const wait = Math.max(1, time - now);
  const [unit, length] = wait <= 59 * minute ? (['minute', minute] as const) : (['hour', hour] as const);
  const text = new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'always' });
  return text.format(Math.ceil(wait / length), unit).replaceAll('.', '');
}
