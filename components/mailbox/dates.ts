/** Dates as people say them. All in the browser's time zone; `date` and `now` in ms since 1970. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, date: number, options: Intl.DateTimeFormatOptions): string {
  const key = locale + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    formats.set(key, found);
  }
  return found.format(date);
}

/** Calendar days from `date` to `now`: 0 today, 1 yesterday, negative in the future. */
export function daysAgo(date: number, now: number): number {
  const midnight = (time: number) => {
    const day = new Date(time);
    // In UTC every day has 24 hours, so that a change of clocks cannot make a day out of 23.
    return Date.UTC(day.getFullYear(), day.getMonth(), day.getDate());
  };
  return Math.round((midnight(now) - midnight(date)) / 86_400_000);
}

/** 10:42 or 10:42 AM */
export const timeOf = (date: number, locale: string) => format(locale, date, { timeStyle: 'short' });

/** 10:42 today, Mon within the last six days, 3 Nov this year, 3 Nov 2019 before (and for the future). */
export function rowDate(date: number, now: number, locale: string): string {
  const days = daysAgo(date, now);
  if (days === 0) return timeOf(date, locale);
  if (days > 0 && days < 7) return format(locale, date, { weekday: 'short' });
  const sameYear = new Date(date).getFullYear() === new Date(now).getFullYear();
  return format(locale, date, { day: 'numeric', month: 'short', ...(!sameYear && { year: 'numeric' }) });
}

/** Sat, 21 Nov 2026, 10:42 */
export function mediumDate(date: number, locale: string): string {
  const day = format(locale, date, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  return `${day}, ${timeOf(date, locale)}`;
}

/** The whole date, to the second and with its zone. */
export const fullDate = (date: number, locale: string) =>
  format(locale, date, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });

export type DateGroup = 'today' | 'yesterday' | 'lastSevenDays' | { month: string };

/** What stands above the list while messages of that time are at its top. */
export function dateGroup(date: number, now: number, locale: string): DateGroup {
  const days = daysAgo(date, now);
  if (days <= 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days < 7) return 'lastSevenDays';
  return { month: format(locale, date, { month: 'long', year: 'numeric' }) };
}
