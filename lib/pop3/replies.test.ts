import { describe, expect, it } from 'vitest';
import { Pop3ProtocolError } from './errors';
import { namedMessage } from './replies';

describe('namedMessage', () => {
  it('keeps everything behind the number as it came', () => {
    expect(namedMessage('7 a b\xff ')).toEqual({ number: 7, uidl: 'a b\xff ' });
  });

  it.each(['1 1\n', '1 a\nb', '1 a\rb', '1 a\0b'])('takes no UIDL with a line break or NUL: %j', (line) => {
    expect(() => namedMessage(line)).toThrow(Pop3ProtocolError);
  });
});
