import { describe, expect, it } from 'vitest';
import { parseCapabilities } from './capabilities';

describe('parseCapabilities', () => {
  it('reads what Dovecot announces', () => {
    const capabilities = parseCapabilities([
      'CAPA',
      'TOP',
      'UIDL',
      'RESP-CODES',
      'PIPELINING',
      'AUTH-RESP-CODE',
      'USER',
      'STLS',
      'SASL PLAIN LOGIN',
    ]);
    expect(capabilities).toMatchObject({
      pipelining: true,
      uidl: true,
      top: true,
      user: true,
      stls: true,
      respCodes: true,
      sasl: ['PLAIN', 'LOGIN'],
      loginDelay: null,
      expire: null,
    });
    expect(capabilities.tags.has('AUTH-RESP-CODE')).toBe(true);
  });

  it('knows tags and mechanisms in any case, and arguments that come in two lines', () => {
    const capabilities = parseCapabilities(['uidl', 'Sasl plain', 'SASL login']);
    expect(capabilities.uidl).toBe(true);
    expect(capabilities.sasl).toEqual(['PLAIN', 'LOGIN']);
  });

  it.each([
    ['EXPIRE NEVER', 'never'],
    ['EXPIRE 0', 0],
    ['EXPIRE 30 USER', 30],
    ['EXPIRE', null],
    ['EXPIRE -1', null],
    ['EXPIRENEVER', null],
  ])('reads %s as %s', (line, expire) => {
    expect(parseCapabilities([line]).expire).toBe(expire);
  });

  it('reads LOGIN-DELAY', () => {
    expect(parseCapabilities(['LOGIN-DELAY 900']).loginDelay).toBe(900);
    expect(parseCapabilities(['LOGIN-DELAY soon']).loginDelay).toBe(null);
  });

  it('ignores empty lines, IMPLEMENTATION and the names of prototypes', () => {
    const capabilities = parseCapabilities([
      '',
      '   ',
      'IMPLEMENTATION Shlemazle-3',
      '__proto__ x',
      'toString',
    ]);
    expect([...capabilities.tags.keys()]).toEqual(['__PROTO__', 'TOSTRING']);
    expect(capabilities.uidl).toBe(false);
  });
});
