import { expect, test } from 'vitest';
import { entryState, inbox, parseRoute, type Route, routeHref, wayToList } from './route';

const parse = (query: string) => parseRoute(new URLSearchParams(query));

test.each<Partial<Route>>([
  {},
  { message: 12 },
  { add: true },
  { add: true, account: 'abcdefghijklmnopqrstuv' },
])('%j goes through its address and back', (route) => {
  expect(parse(routeHref(route).split('?')[1] ?? '')).toEqual({ ...inbox, ...route });
});

test.each(['message=-1', 'message=1e9', 'message=<script>', 'message=', 'folder=../x', 'account=x', ''])(
  '%j is taken for the inbox',
  (query) => {
    expect(parse(query)).toEqual(inbox);
  },
);

test('back steps back where the list is the entry before, also after a reload and after going on with j', () => {
  const opened = entryState('push', inbox, { message: 1 }, null);
  const entry = structuredClone({ ...opened, __NA: true });
  expect(wayToList({ ...inbox, message: 1 }, entry)).toBe('back');
  const next = entryState('replace', { ...inbox, message: 1 }, { message: 2 }, entry);
  expect(wayToList({ ...inbox, message: 2 }, next)).toBe('back');
});

test('back takes the place of a message that was not opened from the list', () => {
  const message = { ...inbox, message: 1 };
  for (const state of [null, undefined, 'x', { __NA: true }, { fromList: 'yes' }]) {
    expect(wayToList(message, state)).toBe('replace');
    expect(entryState('replace', message, { message: 2 }, state)).toEqual({ fromList: false });
  }
  expect(entryState('push', message, { message: 2 }, { fromList: true })).toEqual({ fromList: false });
  expect(entryState('push', { ...inbox, add: true }, { message: 2 }, null)).toEqual({ fromList: false });
});

test('at the list there is nowhere to go back to', () => {
  expect(wayToList(inbox, { fromList: true })).toBeNull();
  expect(entryState('replace', { ...inbox, message: 1 }, {}, { fromList: true })).toEqual({
    fromList: false,
  });
});
