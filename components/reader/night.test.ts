import { expect, it } from 'vitest';
import { luminance } from './night';

it.each([
  ['rgb(255, 255, 255)', 1],
  ['rgb(0, 0, 0)', 0],
  ['rgba(0, 0, 0, 0)', null],
  ['rgba(0, 0, 0, 0.8)', 0],
  ['color(srgb 1 1 1)', null],
])('%s: %s', (colour, shade) => {
  const found = luminance(colour);
  if (shade === null) expect(found).toBeNull();
  else expect(found).toBeCloseTo(shade);
});
