import { expect, test } from 'vitest';
import { dateGroup, daysAgo, rowDate } from './dates';

const at = (text: string) => new Date(text).getTime();
const now = at('2026-11-21T14:00:00');

test.each([
  ['2026-11-21T10:42:00', '10:42'],
  ['2026-11-21T00:00:00', '00:00'],
  ['2026-11-20T23:59:00', 'Fri'],
  ['2026-11-15T08:00:00', 'Sun'],
  ['2026-11-14T08:00:00', '14 Nov'],
  ['2026-01-02T08:00:00', '2 Jan'],
  ['2019-11-03T08:00:00', '3 Nov 2019'],
  ['2026-11-25T08:00:00', '25 Nov'],
])('%s is said as %s', (date, said) => {
  expect(rowDate(at(date), now, 'en-GB')).toBe(said);
});

test('an American reader gets an American date', () => {
  expect(rowDate(at('2026-11-21T10:42:00'), now, 'en-US')).toMatch(/^10:42\sAM$/);
  expect(rowDate(at('2026-11-03T10:42:00'), now, 'en-US')).toBe('Nov 3');
});

test('days are calendar days', () => {
  expect(daysAgo(at('2026-11-20T23:59:59'), at('2026-11-21T00:00:00'))).toBe(1);
  expect(daysAgo(at('2026-11-21T23:59:59'), at('2026-11-21T00:00:00'))).toBe(0);
  expect(daysAgo(at('2026-03-28T12:00:00'), at('2026-03-30T12:00:00'))).toBe(2);
});

test('groups', () => {
  expect(dateGroup(at('2026-11-21T01:00:00'), now, 'en-GB')).toBe('today');
  expect(dateGroup(at('2026-11-20T01:00:00'), now, 'en-GB')).toBe('yesterday');
  expect(dateGroup(at('2026-11-16T01:00:00'), now, 'en-GB')).toBe('lastSevenDays');
  expect(dateGroup(at('2025-03-16T01:00:00'), now, 'en-GB')).toEqual({ month: 'March 2025' });
});
