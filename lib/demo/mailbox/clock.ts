import { zoneMinutes } from './headers';
import type { Person } from './people';

const dayMs = 86_400_000;

/** Every date in the mailbox hangs on one `now`, so that the sample never grows old. */
export class Clock {
  readonly now: number;

  constructor(now: Date) {
    this.now = now.getTime();
  }

  /** So many hours before now, in ms since 1970. */
  hours(count: number): number {
    return this.now - Math.round(count * 3_600_000);
  }

  /** `time` (HH:MM) on the writer's clock, so many days (at least 1) ago. */
  day(count: number, time: string, writer: Person): number {
    const today = Math.floor(this.now / dayMs) * dayMs;
    const minutes = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
    const at = today - count * dayMs + (minutes - zoneMinutes(writer.zone)) * 60_000;
    // Seconds of a kind, the same for the same day and time: people do not write at :00.
    return at + ((count * 37 + minutes * 11) % 60) * 1000;
  }

  /** Midnight UTC of the next Sunday that is at least three days off: the day of the concert. */
  concert(): Date {
    const earliest = Math.floor(this.now / dayMs) * dayMs + 3 * dayMs;
    return new Date(earliest + ((7 - new Date(earliest).getUTCDay()) % 7) * dayMs);
  }

  /** The concert's day as people write it: "Sunday 29 November". */
  concertDay(): string {
    return new Intl.DateTimeFormat('en-GB', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      timeZone: 'UTC',
    })
      .format(this.concert())
      .replace(/,/g, '');
  }

  /** The day so many days from now, for instance "Friday 27 November". */
  date(offset: number, locale = 'en-GB'): string {
    return new Intl.DateTimeFormat(locale, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      timeZone: 'UTC',
    })
      .format(this.now + offset * dayMs)
      .replace(/,/g, '');
  }

  /** The name of the month so many months from now. */
  month(offset: number, locale = 'en-GB'): string {
    const today = new Date(this.now);
    const first = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + offset, 1);
    return new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(first);
  }

  get year(): number {
    return new Date(this.now).getUTCFullYear();
  }
}
