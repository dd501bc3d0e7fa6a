import { describe, expect, it } from 'vitest';
import { fitting } from './fit';

describe('the zoom of a wide message', () => {
  it('stays where the message fits', () => {
    expect(fitting(390, 390, 1, 1)).toBe(1);
    expect(fitting(390, 200, 0.9, 0.9)).toBe(0.9);
  });

  it('shrinks what is too wide until it fits, also in steps', () => {
    expect(fitting(390, 600, 1, 1)).toBe(0.65);
    expect(fitting(390, 400, 0.7, 1)).toBe(0.682);
  });

  it('ends where nobody could read it', () => {
    expect(fitting(390, 2000, 1, 1)).toBe(0.55);
    expect(fitting(390, 1100, 0.55, 1)).toBe(0.55);
    expect(fitting(390, 2000, 0.9, 0.9)).toBeCloseTo(0.495);
  });

  it('does nothing in a frame without width', () => {
    expect(fitting(0, 600, 1, 1)).toBe(1);
  });
});
