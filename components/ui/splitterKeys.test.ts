import { expect, it } from 'vitest';
import { widthAfter } from './splitterKeys';

const pane = { value: 300, min: 180, max: 340 };

it.each([
  ['ArrowRight', false, 316],
  ['ArrowLeft', false, 284],
  ['ArrowRight', true, 284],
  ['ArrowLeft', true, 316],
  ['Home', true, 180],
  ['End', false, 340],
  ['Enter', false, null],
])('%s, from right to left %s: %s', (key, rightToLeft, width) => {
  expect(widthAfter(key, pane, rightToLeft)).toBe(width);
});
