import { isValidElement, type ReactNode } from 'react';
import { expect, test } from 'vitest';
import { linked } from './linked';

const links = (text: string) =>
  linked(text).flatMap((part: ReactNode) =>
    isValidElement<{ href: string; children: string }>(part) ? [[part.props.href, part.props.children]] : [],
  );
const plain = (text: string) =>
  linked(text)
    .map((part: ReactNode) => (isValidElement<{ children: string }>(part) ? part.props.children : part))
    .join('');

test('addresses become links to what can be read', () => {
  expect(links('See https://x.example/a?b=1, or www.y.org.\nAsk ada@z.example!')).toEqual([
    ['https://x.example/a?b=1', 'https://x.example/a?b=1'],
    ['http://www.y.org', 'www.y.org'],
    ['mailto:ada@z.example', 'ada@z.example'],
  ]);
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'ftp://x.example/',
  'readme.md',
  'v1.2.3',
])('%s stays text', (text) => {
  expect(links(text)).toEqual([]);
});

test('no character is lost or changed', () => {
  const text = 'a <b> https://x.example/ü\n\n\tvery@y.example\r\n"end"';
  expect(plain(text)).toBe(text);
});
