import { expect, test } from 'vitest';
import { turnedColour, turnedValue } from './turned';

test('light becomes dark and hues stay', () => {
  expect(turnedColour(255, 255, 255)).toEqual([26, 26, 26]);
  expect(turnedColour(0, 0, 0)).toEqual([230, 230, 230]);
  const [red, green, blue] = turnedColour(100, 110, 160);
  expect(blue).toBeGreaterThan(red);
  expect(blue).toBeGreaterThan(green);
});

test('all colours of a value are turned, and how clear they are stays', () => {
  expect(turnedValue('rgb(255, 255, 255)')).toBe('rgb(26, 26, 26)');
  expect(turnedValue('linear-gradient(90deg, rgba(0, 0, 0, 0.5) 0%, rgb(255, 255, 255) 100%)')).toBe(
    'linear-gradient(90deg, rgba(230, 230, 230, 0.5) 0%, rgb(26, 26, 26) 100%)',
  );
  expect(turnedValue('none')).toBe('none');
});
