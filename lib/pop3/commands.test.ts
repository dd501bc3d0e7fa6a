import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as commands from './commands';
import { Pop3ArgumentError } from './errors';

const text = (line: Uint8Array) => Buffer.from(line).toString('utf8');

describe('commands', () => {
  it('are the words of RFC 1939 with CRLF', () => {
    expect(text(commands.top(7, 0).line)).toBe('TOP 7 0\r\n');
    expect(text(commands.uidl().line)).toBe('UIDL\r\n');
    expect(text(commands.uidl(3).line)).toBe('UIDL 3\r\n');
    expect(text(commands.user('jürgen').line)).toBe('USER jürgen\r\n');
  });

  it('refuse line breaks and NUL wherever they stand, and never repeat the value', () => {
    const breaking = fc
      .tuple(fc.string(), fc.constantFrom('\r', '\n', '\0', '\r\nDELE 1'), fc.string())
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(breaking, (value) => {
        for (const build of [() => commands.user(value), () => commands.pass(value)]) {
          expect(build).toThrow(Pop3ArgumentError);
          expect(build).toThrow(/line break or NUL/);
        }
      }),
    );
    expect(() => commands.pass('geheim\n')).not.toThrow(/geheim/);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'refuse %s as a message number',
    (number) => {
      for (const build of [commands.retr, commands.dele, commands.uidl]) {
        expect(() => build(number)).toThrow(Pop3ArgumentError);
      }
      expect(() => commands.top(number, 0)).toThrow(Pop3ArgumentError);
    },
  );

  it('refuse a count of lines below 0', () => {
    expect(() => commands.top(1, -1)).toThrow(Pop3ArgumentError);
  });

  it('keep to 255 octets, counted in UTF-8', () => {
    expect(commands.pass('x'.repeat(248)).line).toHaveLength(255);
    expect(() => commands.pass('x'.repeat(249))).toThrow(/255 octets/);
    expect(() => commands.pass('ü'.repeat(125))).toThrow(/255 octets/);
  });
});
