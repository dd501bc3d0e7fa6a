import { expect, test } from 'vitest';
import { unflow } from './flowed';

test('soft line ends join, hard ones stay', () => {
  expect(unflow('One \ntwo \r\nthree.\n\nNext', false)).toBe('One two three.\n\nNext');
});

test('DelSp takes the joining space away', () => {
  expect(unflow('你好 \n世界', true)).toBe('你好世界');
});

test('quotes of different depth do not join', () => {
  expect(unflow('> a \n> b \n>> c \nd', false)).toBe('> a b \n>> c \nd');
});

test('the signature stays alone', () => {
  expect(unflow('Bye \n-- \nAda', false)).toBe('Bye \n-- \nAda');
});

test('space-stuffing is undone, but where words would become a quote', () => {
  expect(unflow('  indented\n From me', false)).toBe(' indented\nFrom me');
  expect(unflow(' >not a quote\n> >nor this', false)).toBe(' >not a quote\n>  >nor this');
});
