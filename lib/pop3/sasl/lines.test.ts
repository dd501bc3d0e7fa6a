import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pop3ArgumentError } from '../errors';
import * as lines from './lines';
import { login } from './login';
import { plain } from './plain';

const text = ({ line }: { line: Uint8Array }) => Buffer.from(line).toString('utf8');

describe('lines', () => {
  it('hold an initial response up to 255 octets, and a response up to 12,288', () => {
    expect(text(lines.auth('PLAIN'))).toBe('AUTH PLAIN\r\n');
    expect(text(lines.auth('PLAIN', Buffer.from('\0a\0b')))).toBe('AUTH PLAIN AGEAYg==\r\n');
    expect(() => lines.auth('PLAIN', new Uint8Array(183))).toThrow(/255 octets/);
    expect(lines.auth('PLAIN', new Uint8Array(183), 12_288).line).toHaveLength(257);
    expect(text(lines.authResponse(Buffer.from('ab')))).toBe('YWI=\r\n');
    expect(text(lines.authResponse(new Uint8Array()))).toBe('\r\n');
    expect(() => lines.authResponse(new Uint8Array(9216))).toThrow(/12288 octets/);
    expect(text(lines.authCancel())).toBe('*\r\n');
  });

  it('refuse line breaks and NUL wherever they stand, and never repeat the value', () => {
    const breaking = fc
      .tuple(fc.string(), fc.constantFrom('\r', '\n', '\0', '\r\nDELE 1'), fc.string())
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(breaking, (value) => {
        for (const build of [
          () => lines.apop(value, 'x'),
          () => plain({ username: value, password: 'x' }),
          () => login({ username: 'x', password: value }),
        ]) {
          expect(build).toThrow(Pop3ArgumentError);
          expect(build).toThrow(/line break or NUL/);
        }
      }),
    );
    expect(() => plain({ username: 'x', password: 'geheim\n' })).not.toThrow(/geheim/);
  });

  it('refuse a space in the name of APOP, which would begin another parameter', () => {
    expect(() => lines.apop('a b', 'x')).toThrow(Pop3ArgumentError);
  });
});
