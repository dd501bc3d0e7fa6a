import ICAL from 'ical.js';
import { windowsZone } from './windowsZones';

/** A moment of a calendar entry. `floating`: the same on every clock, wherever it is read; days have no time. */
export interface Moment {
  /** ms since 1970; of a day and of a floating time as if it were UTC. */
  time: number;
  kind: 'instant' | 'floating' | 'day';
  /** Of a floating time that is not meant so: the zone as it was named, which nobody knows here. */
  zone?: string;
}

/** Somebody who was asked to come, and what is known of the answer (PARTSTAT, RFC 5545 §3.2.12). */
export interface Attendee {
  who: string;
  answer: 'accepted' | 'declined' | 'tentative' | 'delegated' | null;
}

/** What a calendar part says (RFC 5545 and 5546), as text that is only ever shown as text. */
export interface Invitation {
  /**
   * `request` asks to come, `more` adds dates (ADD), `cancel` calls it off; `reply` is somebody's answer, `counter` one that
   * proposes another time, `declineCounter` turns that down, `refresh` asks for the newest state; `publish` is all else.
   */
  method: 'request' | 'more' | 'cancel' | 'reply' | 'counter' | 'declineCounter' | 'refresh' | 'publish';
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
const maxEvents = 20;

/** Reads the events of a calendar, 20 at most; none where there are none, where it is broken, or far too long. */
export function invitationsOf(text: string): Invitation[] {
  const calendar = parsed(text);
  if (!calendar) return [];
  try {
    return eventsOf(calendar)
      .slice(0, maxEvents)
      .flatMap(([event]) => (event ? [read(calendar, event)] : []));
  } catch {
    return [];
  }
}

/** The calendar with one of its events alone, counted as `invitationsOf` gives them. */
export function onlyEvent(text: string, index: number): string {
  const calendar = parsed(text);
  if (!calendar) return text;
  const kept = new Set(eventsOf(calendar)[index]);
  for (const event of calendar.getAllSubcomponents('vevent')) {
    if (!kept.has(event)) calendar.removeSubcomponent(event);
  }
  return `${calendar.toString()}\r\n`;
}

function parsed(text: string): ICAL.Component | null {
  if (text.length > maxLength) return null;
  try {
    return new ICAL.Component(ICAL.parse(text));
  } catch {
    return null;
  }
}

/**
 * What has one UID is one event (RFC 5545 §3.8.4.7): first itself, then, with a RECURRENCE-ID, what is different about
 * single times of it.
 */
function eventsOf(calendar: ICAL.Component): ICAL.Component[][] {
  const events = new Map<unknown, ICAL.Component[]>();
  for (const event of calendar.getAllSubcomponents('vevent')) {
    const uid = event.getFirstPropertyValue('uid') ?? event;
    const before = events.get(uid);
    if (!before) events.set(uid, [event]);
    else if (event.hasProperty('recurrence-id')) before.push(event);
    else before.unshift(event);
  }
  return [...events.values()];
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

const methods: Readonly<Partial<Record<string, Invitation['method']>>> = {
  ...{ request: 'request', add: 'more', cancel: 'cancel', reply: 'reply', counter: 'counter' },
  ...{ declinecounter: 'declineCounter', refresh: 'refresh' },
};

function methodOf(method: string, event: ICAL.Component): Invitation['method'] {
  const known = methods[method.toLowerCase()];
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
  if (typeof zone !== 'string' || zone === '') return { time: clock, kind: 'floating' };
  // Some put a name of their own in front: /mozilla.org/20050126_1/Europe/Berlin
  const known = windowsZone(zone) ?? /^\/.*?([A-Z][A-Za-z]+(?:\/[\w+-]+){1,2})$/.exec(zone)?.[1] ?? zone;
  const offset = offsetOf(known, clock);
  if (offset === null) return { time: clock, kind: 'floating', zone: words(zone) };
  return { time: clock - offset, kind: 'instant' };
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
