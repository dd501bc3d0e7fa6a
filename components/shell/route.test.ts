import { expect, test } from 'vitest';
import {
  entryState,
  inbox,
  parseRoute,
  type Route,
  routeHref,
  wayOutOfSettings,
  wayToList,
  wayToSections,
} from './route';

const parse = (query: string) => parseRoute(new URLSearchParams(query));

test.each<Partial<Route>>([
  {},
  { message: 12 },
  { folder: 'trash', message: 12 },
  { folder: 'starred' },
  { q: 'from:ada "glaze & kiln" größe' },
  { folder: 'archive', q: 'x', message: 12 },
  { folder: 'inbox', only: 'abcdefghijklmnopqrstuv' },
  { add: true },
  { add: true, account: 'abcdefghijklmnopqrstuv' },
  { settings: 'all' },
  { message: 12, settings: 'appearance', account: 'abcdefghijklmnopqrstuv' },
  { add: true, settings: 'storage' },
])('%j goes through its address and back', (route) => {
  expect(parse(routeHref(route).split('?')[1] ?? '')).toEqual({ ...inbox, ...route });
});

test.each([
  'message=-1',
  'message=1e9',
  'message=<script>',
  'message=',
  'folder=../x',
  'account=x',
  'settings=../x',
  'folder=Trash',
  'only=x',
  '',
])('%j is taken for the inbox', (query) => {
  expect(parse(query)).toEqual(inbox);
});

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
    expect(entryState('replace', message, { message: 2 }, state).fromList).toBe(false);
  }
  expect(entryState('push', message, { message: 2 }, { fromList: true }).fromList).toBe(false);
  expect(entryState('push', { ...inbox, add: true }, { message: 2 }, null).fromList).toBe(false);
});

test('at the list there is nowhere to go back to', () => {
  expect(wayToList(inbox, { fromList: true })).toBeNull();
  expect(entryState('replace', { ...inbox, message: 1 }, {}, { fromList: true }).fromList).toBe(false);
});

test('the settings close by as many steps back as they took, and lie over the message that was open', () => {
  const message = { ...inbox, message: 1 };
  const list = { ...message, settings: 'all' };
  const section = { ...message, settings: 'appearance' };
  const listEntry = entryState('push', message, list, { fromList: true });
  expect(wayOutOfSettings(list, listEntry)).toBe(1);
  const sectionEntry = entryState('push', list, section, listEntry);
  expect(wayOutOfSettings(section, sectionEntry)).toBe(2);
  expect(wayToSections(sectionEntry)).toBe('back');
  const other = entryState('replace', section, { ...section, settings: 'storage' }, sectionEntry);
  expect(wayOutOfSettings(section, other)).toBe(2);
  expect(wayToList(message, entryState('push', inbox, message, null))).toBe('back');
});

test('settings from a link close in their place', () => {
  const list = { ...inbox, settings: 'all' };
  for (const state of [null, 'x', { settingsDepth: 'many' }]) {
    expect(wayOutOfSettings(list, state)).toBe(0);
    expect(wayToSections(state)).toBe('replace');
    expect(wayOutOfSettings(list, entryState('push', list, { settings: 'appearance' }, state))).toBe(0);
  }
  expect(wayOutOfSettings(inbox, { settingsDepth: 1 })).toBeNull();
});
