import { expect, test } from 'vitest';
import { avatarOf, initialsOf } from './avatar';

test.each([
  ['Mira Okafor', 'MO'],
  ['Nordbanken', 'N'],
  ['王小明', '王'],
  ['محمد علي', 'م'],
  ['The Field Post', 'FP'],
  ['Ayşe Yılmaz', 'AY'],
  ['jean-luc van der berg', 'JB'],
  ['"Billing" (no reply)', 'B'],
  ['🎉 Party!', 'P'],
  ['🎉🎉', '?'],
  ['', '?'],
  ['3M Office', '3O'],
])('initials of %j are %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test('the colour belongs to the address, however it is written', () => {
  const one = avatarOf({ name: 'Mira', address: 'mira@kiln.example' });
  expect(avatarOf({ name: 'Mira Okafor', address: 'MIRA@kiln.example ' }).colour).toBe(one.colour);
  const colours = new Set(
    [...'abcdefghijkl'].map((l) => avatarOf({ name: '', address: `${l}@x.example` }).colour),
  );
  expect(colours.size).toBeGreaterThan(4);
});

test('without a name the address gives the initial; without both there is still something', () => {
  expect(avatarOf({ name: '', address: 'office@kiln.example' }).initials).toBe('O');
  expect(avatarOf(undefined).initials).toBe('?');
});
