import { expect, test } from 'vitest';
import { isDark, needsLightGround } from './ground';

test.each([
  'background:#fff',
  'background-color: white; color: #000',
  'p { color: #1c1f24 }',
  'color:black',
  'COLOR: rgb(10, 20, 30) !important',
  'a{font-size:1px}td{background:url(x)}',
  'color: windowtext',
])('%j needs a light ground', (css) => {
  expect(needsLightGround(css)).toBe(true);
});

test.each([
  '',
  'border-left: 3px solid #000',
  'color: #808080',
  'color:inherit; background: transparent',
  'font-size:12px;color:rgb(120,130,140)',
  'border-color: #111; background: none',
])('%j is readable on a dark one', (css) => {
  expect(needsLightGround(css)).toBe(false);
});

test('attributes', () => {
  expect(isDark('#000080')).toBe(true);
  expect(isDark('999999')).toBe(false);
  expect(isDark('constructor')).toBe(true);
});
