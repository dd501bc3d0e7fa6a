import { describe, expect, it } from 'vitest';
import { listenAddress, productionSettings } from './start.mjs';

const secret = 'x'.repeat(43);
const good = {
  NODE_ENV: 'production',
  POSTBAG_ORIGIN: 'https://mail.example.org',
  POSTBAG_SECRET: secret,
} as const;

describe('productionSettings', () => {
  it('names both when neither is set, and how to make a secret', () => {
    expect(() => productionSettings({})).toThrow(
      /^POSTBAG_ORIGIN and POSTBAG_SECRET are not set.*\n.*https:\/\/mail.*\n.*\n.*randomBytes\(32\)/,
    );
  });

  it.each([
    ['an empty secret', { POSTBAG_SECRET: '' }, /^POSTBAG_SECRET is not set/],
    ['a short secret', { POSTBAG_SECRET: 'x'.repeat(31) }, /fewer than 32/],
    ['a short one among those rotated out', { POSTBAG_SECRET: `${secret},short` }, /fewer than 32/],
    ['a path', { POSTBAG_ORIGIN: 'https://example.org/mail' }, /no origin/],
    ['another scheme', { POSTBAG_ORIGIN: 'ftp://example.org' }, /no origin/],
    ['a bare name', { POSTBAG_ORIGIN: 'example.org' }, /no origin/],
  ])('refuses %s', (_, change, says) => {
    expect(() => productionSettings({ ...good, ...change })).toThrow(says);
  });

  it('never repeats a secret', () => {
    expect(() => productionSettings({ ...good, POSTBAG_SECRET: 'hunter2' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });

  it('accepts several secrets and a slash at the end', () => {
    const { origin } = productionSettings({
      ...good,
      POSTBAG_ORIGIN: 'https://mail.example.org/',
      POSTBAG_SECRET: `${secret}, ${secret}`,
    });
    expect(origin.origin).toBe('https://mail.example.org');
  });

  it('refuses plain http unless it is loopback', () => {
    expect(() => productionSettings({ ...good, POSTBAG_ORIGIN: 'http://mail.example.org' })).toThrow(
      /plain http/,
    );
    for (const origin of ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000']) {
      expect(productionSettings({ ...good, POSTBAG_ORIGIN: origin }).origin.origin).toBe(origin);
    }
  });
});

describe('listenAddress', () => {
  it('is loopback, port 3000, unless told otherwise', () => {
    expect(listenAddress({})).toEqual({ host: '127.0.0.1', port: 3000 });
    expect(listenAddress({ HOST: '::', PORT: '80' })).toEqual({
      host: '::',
      port: 80,
    });
  });

  it.each(['0', '65536', '3000x', '-1', '1.5'])('refuses PORT=%s', (PORT) => {
    expect(() => listenAddress({ PORT })).toThrow(/PORT/);
  });
});
