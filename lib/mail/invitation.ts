import ICAL from 'ical.js';

/** A moment of a calendar entry. `floating`: the same on every clock, wherever it is read; days have no time. */
export interface Moment {
  /** ms since 1970; of a day and of a floating time as if it were UTC. */
  time: number;
  kind: 'instant' | 'floating' | 'day';
}

/** Somebody who was asked to come, and what is known of the answer (PARTSTAT, RFC 5545 §3.2.12). */
export interface Attendee {
  who: string;
  answer: 'accepted' | 'declined' | 'tentative' | 'delegated' | null;
}

/** What a calendar part says (RFC 5545 and 5546), as text that is only ever shown as text. */
export interface Invitation {
  /** `request` asks to come, `cancel` calls it off, `reply` is somebody's answer, `publish` is all else. */
  method: 'request' | 'cancel' | 'reply' | 'publish';
  summary: string;
  start: Moment | null;
  /** Null where it is not told; of days the last one. */
  end: Moment | null;
  location: string;
  organizer: string;
  attendees: Attendee[];
  repeats: boolean;
}

/** Calendars of whole years are files, not invitations. */
const maxLength = 500_000;
const day = 86_400_000;

/** Reads the first event of a calendar; null for what has none, is broken, or is far too long. */
export function invitationOf(text: string): Invitation | null {
  if (text.length > maxLength) return null;
  try {
    const calendar = new ICAL.Component(ICAL.parse(text));
    const event = calendar.getFirstSubcomponent('vevent');
    return event ? read(calendar, event) : null;
  } catch {
    return null;
  }
}

function read(calendar: ICAL.Component, event: ICAL.Component): Invitation {
  const start = momentOf(event.getFirstProperty('dtstart'));
  const end =
    momentOf(event.getFirstProperty('dtend')) ?? after(start, event.getFirstPropertyValue('duration'));
  return {
    method: methodOf(String(calendar.getFirstPropertyValue('method') ?? ''), event),
    summary: words(event.getFirstPropertyValue('summary')),
    start,
    // The end of days is the first day after them (RFC 5545 §3.6.1).
    end: end?.kind === 'day' ? { ...end, time: Math.max(start?.time ?? 0, end.time - day) } : end,
    location: words(event.getFirstPropertyValue('location')),
    organizer: who(event.getFirstProperty('organizer')),
    attendees: event.getAllProperties('attendee').slice(0, 200).map(attendee),
    repeats: event.hasProperty('rrule') || event.hasProperty('rdate'),
  };
}

function methodOf(method: string, event: ICAL.Component): Invitation['method'] {
  const known = (['request', 'cancel', 'reply'] as const).find((name) => name === method.toLowerCase());
  if (String(event.getFirstPropertyValue('status') ?? '').toLowerCase() === 'cancelled') return 'cancel';
  return known ?? 'publish';
}

const words = (value: unknown) =>
  String(value ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 500);

const answers = ['accepted', 'declined', 'tentative', 'delegated'] as const;

function attendee(property: ICAL.Property): Attendee {
  const said = words(property.getFirstParameter('partstat')).toLowerCase();
  return { who: who(property), answer: answers.find((answer) => answer === said) ?? null };
}

/** A name, with the address where that is another. */
function who(property: ICAL.Property | null): string {
  if (!property) return '';
  const address = words(property.getFirstValue()).replace(/^mailto:/i, '');
  const name = words(property.getFirstParameter('cn'));
  return name === '' || name === address ? address : `${name} <${address}>`;
}

function after(start: Moment | null, duration: unknown): Moment | null {
  if (!start || !(duration instanceof ICAL.Duration)) return null;
  return { ...start, time: start.time + duration.toSeconds() * 1000 };
}

function momentOf(property: ICAL.Property | null): Moment | null {
  const value = property?.getFirstValue();
  if (!(value instanceof ICAL.Time) || Number.isNaN(value.year)) return null;
  const { year, month, day: date, hour, minute, second } = value;
  const clock = Date.UTC(year, month - 1, date, hour, minute, second);
  if (value.isDate) return { time: clock, kind: 'day' };
  const zone = property?.getFirstParameter('tzid');
  if (value.zone && value.zone !== ICAL.Timezone.localTimezone) {
    return { time: value.toUnixTime() * 1000, kind: 'instant' };
  }
  const offset = zone ? offsetOf(zone, clock) : null;
  return offset === null ? { time: clock, kind: 'floating' } : { time: clock - offset, kind: 'instant' };
}

/** What a zone that is only named is ahead of UTC at a time on its clock, ms; null for names that nobody knows. */
function offsetOf(zone: string, clock: number): number | null {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
    });
    const ahead = (time: number) => {
      const part = Object.fromEntries(
        format.formatToParts(time).map(({ type, value }) => [type, Number(value)]),
      );
      const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0 } = part;
      return Date.UTC(year, month - 1, date, hour, minute) - Math.floor(time / 60_000) * 60_000;
    };
    // The second look is for the hours around a change of the clock.
    return ahead(clock - ahead(clock));
  } catch {
    return null;
  }
}
