import { expect, it } from 'vitest';
import { invitationOf } from './invitation';

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
  ['DTSTART;TZID=Nowhere:20260105T100000', Date.UTC(2026, 0, 5, 10), 'floating'],
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
