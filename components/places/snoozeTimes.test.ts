import { expect, test } from 'vitest';
import { fieldTime, snoozeChoices } from './snoozeTimes';

const told = (time: string) =>
  Object.fromEntries(
    snoozeChoices(new Date(time).getTime()).map(({ choice, until }) => [choice, fieldTime(until)]),
  );

test('on a Wednesday morning all are offered', () => {
  expect(told('2026-01-14T09:30')).toEqual({
    laterToday: '2026-01-14T18:00',
    tomorrow: '2026-01-15T08:00',
    weekend: '2026-01-17T08:00',
    nextWeek: '2026-01-19T08:00',
  });
});

test('late on a Friday, tomorrow is the weekend, and today is over', () => {
  expect(told('2026-01-16T17:00')).toEqual({ tomorrow: '2026-01-17T08:00', nextWeek: '2026-01-19T08:00' });
});

test('on a Sunday, tomorrow is next week', () => {
  expect(told('2026-01-18T10:00')).toEqual({ laterToday: '2026-01-18T18:00', tomorrow: '2026-01-19T08:00' });
});
