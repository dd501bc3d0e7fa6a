import { expect, test } from 'vitest';
import { flowedParameters, unflow } from './flowed';

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

test('space-stuffing is undone', () => {
  expect(unflow(' >not a quote\n From me', false)).toBe('>not a quote\nFrom me');
});

test('Content-Type', () => {
  expect(flowedParameters('text/plain; charset=utf-8; format=flowed; delsp=yes')).toEqual({
    flowed: true,
    delSp: true,
  });
  expect(flowedParameters('text/plain;\r\n format="flowed"')).toEqual({ flowed: true, delSp: false });
  expect(flowedParameters('multipart/mixed; format=flowed').flowed).toBe(false);
  expect(flowedParameters(undefined)).toEqual({ flowed: false, delSp: false });
});
