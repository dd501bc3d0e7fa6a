import { expect, it } from 'vitest';
import { sessionText } from './sessionText';

it('is a line a command', () => {
  const text = sessionText({
    account: 'a',
    at: Date.UTC(2026, 3, 1),
    purpose: 'messages',
    code: 'timeout',
    entries: [
      [12, 'AUTH PLAIN ********', 'ok', 40, 16, 30],
      [1200, 'RETR 5', 'none', 8, 0, null],
    ],
  });
  expect(text.split('\n')).toEqual([
    '2026-04-01T00:00:00.000Z messages (timeout)',
    '    0.012 s  AUTH PLAIN ********  +OK  40 > 16 <  30 ms',
    '    1.200 s  RETR 5  (no answer)  8 > 0 <',
    '',
  ]);
});
