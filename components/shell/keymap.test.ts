import { expect, test } from 'vitest';
import { commandFor, keymap, type Press } from './keymap';

const press = (key: string, change: Partial<Press> = {}) =>
  commandFor({ key, shift: false, modified: false, tag: 'div', editable: false, ...change });

test('keys and their commands', () => {
  expect(['j', 'k', 'o', 'Enter', 'u', 'Escape', 'r', 'a', 'f', 'c'].map((key) => press(key))).toEqual([
    'next',
    'previous',
    'open',
    'open',
    'back',
    'back',
    'reply',
    'replyAll',
    'forward',
    'compose',
  ]);
  expect(press('U', { shift: true })).toBe('unread');
  expect(press('?', { shift: true })).toBe('help');
  expect(press('?')).toBe('help');
});

test('with Caps Lock a letter is still that letter', () => {
  expect(press('J')).toBe('next');
  expect(press('u', { shift: true })).toBe('unread');
});

test.each<[string, Partial<Press>]>([
  ['j', { tag: 'input' }],
  ['?', { tag: 'textarea', shift: true }],
  ['j', { editable: true }],
  ['c', { modified: true }],
  ['Enter', { tag: 'button' }],
  ['Enter', { tag: 'a' }],
  ['J', { shift: true }],
  ['q', {}],
])('%s with %j means nothing', (key, change) => {
  expect(press(key, change)).toBeNull();
});

test('characters can be switched off; Enter and Escape remain', () => {
  const off = (key: string, shift = false) =>
    commandFor({ key, shift, modified: false, tag: 'body', editable: false }, false);
  for (const { keys, shift } of keymap) {
    for (const key of keys.filter((name) => name.length === 1)) expect(off(key, shift)).toBeNull();
  }
  expect(off('?', true)).toBeNull();
  expect(off('Enter')).toBe('open');
  expect(off('Escape')).toBe('back');
});
