import { expect, test } from 'vitest';
import { hides, isTiny } from './tracker';

/** `style` as the browser's parser writes it. */
const box = (width: string | null, height: string | null, style: string, hidden = false) => ({
  width,
  height,
  hidden,
  look: new Map(
    style.split(';').flatMap((one) => {
      const [name = '', value = ''] = one.split(':');
      return value ? [[name.trim(), value.trim()] as const] : [];
    }),
  ),
});

test.each([
  ['1', '1', '', true],
  ['3', '2', '', true],
  ['0', null, 'height: 1px', true],
  [null, null, 'width: 1px; height: 1px', true],
  [null, null, 'max-width: 1px; max-height: 1px', true],
  ['600', '200', 'max-width: 1px; max-height: 1px', true],
  [null, '1', '', true],
  ['1', null, '', true],
  [null, null, 'width: 0.1px; height: 0.1px', true],
  ['.1', '.1', '', true],
  [null, null, 'width: 1pt; height: 1pt', true],
  ['600', '0', '', true],
  ['100%', '1', '', false],
  ['600', '1', '', false],
  [null, '3', '', false],
  ['600', '200', '', false],
  [null, null, '', false],
  ['1', '1', 'width: 100px; height: 50px', false],
  ['1', '20', 'width: 1px; min-width: 100%', false],
  [null, null, 'max-width: 100%; height: auto', false],
  ['600', null, 'height: auto', false],
])('width %j height %j style %j: too small %j', (width, height, style, tiny) => {
  expect(isTiny(box(width, height, style))).toBe(tiny);
});

test.each([
  ['display: none', true],
  ['opacity: 0', true],
  ['opacity: 0.001', true],
  ['height: 0px; overflow-y: hidden', true],
  ['max-height: 0px; overflow-y: hidden', true],
  ['width: 0; overflow-x: clip', true],
  ['position: absolute; left: -9999px', true],
  ['top: -99em', true],
  ['opacity: 0.5', false],
  ['height: 0px', false],
  ['max-height: 10px; overflow-y: hidden', false],
  ['width: 0px; min-width: 100%; overflow-x: hidden', false],
  ['left: -20px', false],
  ['left: 9999px', false],
  ['', false],
])('style %j hides: %j', (style, hidden) => {
  expect(hides(box(null, null, style))).toBe(hidden);
});

test('the attribute hides, unless style shows what has it', () => {
  expect(hides(box(null, null, '', true))).toBe(true);
  expect(hides(box(null, null, 'display: block', true))).toBe(false);
});
