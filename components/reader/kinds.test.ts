import { expect, test } from 'vitest';
import { kindOf } from './kinds';

test.each([
  ['glaze-order.xlsx', 'application/octet-stream', 'spreadsheet'],
  ['photo', 'image/jpeg', 'image'],
  ['invoice.pdf.exe', 'application/pdf', 'program'],
  ['x.constructor', 'text/plain', 'text'],
  ['', 'text/calendar', 'calendar'],
  ['blob', 'application/x-unheard-of', 'other'],
])('%s (%s) is a %s', (name, type, kind) => {
  expect(kindOf(name, type)).toBe(kind);
});
