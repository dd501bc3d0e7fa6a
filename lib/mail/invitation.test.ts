import { expect, it } from 'vitest';
import { invitationsOf, onlyEvent } from './invitation';

const invitationOf = (text: string) => invitationsOf(text)[0] ?? null;

const calendar = (event: string, head = 'METHOD:REQUEST') =>
  `BEGIN:VCALENDAR\nVERSION:2.0\n${head}\nBEGIN:VEVENT\nUID:1\n${event}\nEND:VEVENT\nEND:VCALENDAR\n`.replaceAll(
    '\n',
    '\r\n',
  );

const zone = [
  ...['METHOD:REQUEST', 'BEGIN:VTIMEZONE', 'TZID:Office', 'BEGIN:STANDARD', 'DTSTART:19700101T000000'],
  ...['TZOFFSETFROM:+0530', 'TZOFFSETTO:+0530', 'END:STANDARD', 'END:VTIMEZONE'],
].join('\n');

it('an invitation: what, when, where, who', () => {
  const text = calendar(
    'SUMMARY:Kiln\\, opening\nDTSTART:20260105T100000Z\nDTEND:20260105T113000Z\nLOCATION:Workshop\n' +
      'ORGANIZER;CN=Ada Lindgren:mailto:ada@lindgren.example\nATTENDEE;PARTSTAT=ACCEPTED;CN="Bob":mailto:bob@x.example\nATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:c@x.example',
  );
  expect(invitationOf(text)).toEqual({
    method: 'request',
    summary: 'Kiln, opening',
    start: { time: Date.UTC(2026, 0, 5, 10), kind: 'instant' },
    end: { time: Date.UTC(2026, 0, 5, 11, 30), kind: 'instant' },
    location: 'Workshop',
    organizer: 'Ada Lindgren <ada@lindgren.example>',
    attendees: [
      { who: 'Bob <bob@x.example>', answer: 'accepted' },
      { who: 'c@x.example', answer: null },
    ],
    repeats: false,
  });
});

it.each([
  ['ACCEPTED', 'accepted'],
  ['declined', 'declined'],
  ['TENTATIVE', 'tentative'],
  ['X-WHATEVER', null],
])('an answer: %s', (partstat, answer) => {
  const text = calendar(`ATTENDEE;PARTSTAT=${partstat}:mailto:bob@x.example`, 'METHOD:REPLY');
  expect(invitationOf(text)).toMatchObject({
    method: 'reply',
    attendees: [{ who: 'bob@x.example', answer }],
  });
});

it.each([
  ['DTSTART;TZID=Europe/Berlin:20260705T100000', Date.UTC(2026, 6, 5, 8), 'instant'],
  ['DTSTART;TZID=America/New_York:20260308T033000', Date.UTC(2026, 2, 8, 7, 30), 'instant'],
  ['DTSTART;TZID=Office:20260105T100000', Date.UTC(2026, 0, 5, 4, 30), 'instant'],
  ['DTSTART;TZID=W. Europe Standard Time:20260705T100000', Date.UTC(2026, 6, 5, 8), 'instant'],
  ['DTSTART;TZID="Pacific Standard Time (Mexico)":20260105T100000', Date.UTC(2026, 0, 5, 18), 'instant'],
  ['DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20260705T100000', Date.UTC(2026, 6, 5, 8), 'instant'],
  ['DTSTART:20260105T100000', Date.UTC(2026, 0, 5, 10), 'floating'],
  ['DTSTART;VALUE=DATE:20260105', Date.UTC(2026, 0, 5), 'day'],
])('%s', (line, time, kind) => {
  expect(invitationOf(calendar(line, zone))?.start).toEqual({ time, kind });
});

it('ends: by duration, and the last of several days', () => {
  expect(invitationOf(calendar('DTSTART:20260105T100000Z\nDURATION:PT45M'))?.end?.time).toBe(
    Date.UTC(2026, 0, 5, 10, 45),
  );
  const days = invitationOf(
    calendar('DTSTART;VALUE=DATE:20260105\nDTEND;VALUE=DATE:20260108\nRRULE:FREQ=YEARLY'),
  );
  expect(days).toMatchObject({ end: { time: Date.UTC(2026, 0, 7), kind: 'day' }, repeats: true });
});

it('what is called off, answered, published', () => {
  const method = (head: string, event = 'SUMMARY:x') => invitationOf(calendar(event, head))?.method;
  expect([
    method('METHOD:CANCEL'),
    method('METHOD:reply'),
    method('X:y'),
    method('METHOD:REQUEST', 'STATUS:CANCELLED'),
  ]).toEqual(['cancel', 'reply', 'publish', 'cancel']);
});

it.each([
  '',
  'x',
  'BEGIN:VCALENDAR\r\nEND:VCALENDAR',
  'BEGIN:VCALENDAR\r\nBEGIN:VEVENT',
  'a'.repeat(600_000),
  calendar('DTSTART:nonsense'),
])('broken calendars do no harm', (text) => {
  expect(invitationOf(text)?.start ?? null).toBeNull();
});

it('a time in a zone that nobody knows comes with its name', () => {
  expect(invitationOf(calendar('DTSTART;TZID=Customized Time Zone:20260105T100000'))?.start).toEqual({
    ...{ time: Date.UTC(2026, 0, 5, 10), kind: 'floating', zone: 'Customized Time Zone' },
  });
});

it('every name of Windows leads to a zone that there is', () => {
  for (const name of [
    'Tonga',
    'FLE',
    'India',
    'US Eastern',
    'Argentina',
    'Russia Time Zone 3',
    'Greenland',
  ]) {
    const line = `DTSTART;TZID=${name} Standard Time:20260105T100000`;
    expect([name, invitationOf(calendar(line))?.start?.kind]).toEqual([name, 'instant']);
  }
});

it.each([
  ['COUNTER', 'counter'],
  ['declinecounter', 'declineCounter'],
  ['REFRESH', 'refresh'],
  ['ADD', 'more'],
])('what is meant by %s', (method, known) => {
  expect(invitationOf(calendar('SUMMARY:x', `METHOD:${method}`))?.method).toBe(known);
});

const event = (uid: string, ...lines: string[]) =>
  ['BEGIN:VEVENT', `UID:${uid}`, ...lines, 'END:VEVENT'].join('\r\n');
const several = (...events: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR', ''].join('\r\n');

it('each event is told, once, with what changes single times of it left out, and goes to a calendar by itself', () => {
  const text = several(
    ...[event('1', 'RECURRENCE-ID:20260105T100000Z', 'SUMMARY:Moved'), event('1', 'SUMMARY:Weekly')],
    ...[event('2', 'SUMMARY:Opening'), event('3', 'RECURRENCE-ID:20260105T100000Z', 'SUMMARY:Single')],
  );
  expect(invitationsOf(text).map(({ summary }) => summary)).toEqual(['Weekly', 'Opening', 'Single']);
  const alone = (index: number) => onlyEvent(text, index).match(/(?<=SUMMARY:)\w+/g);
  expect([alone(0), alone(1), alone(2)]).toEqual([['Moved', 'Weekly'], ['Opening'], ['Single']]);
  const year = several(...Array.from({ length: 365 }, (_, day) => event(String(day))));
  expect(invitationsOf(year)).toHaveLength(20);
});
