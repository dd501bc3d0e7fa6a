import { describe, expect, it } from 'vitest';
import { headerRules } from './headers.mjs';

const rules = headerRules({ development: false });
/** Headers as the last matching rule leaves them, for rules whose source is one of those given. */
const merged = (...sources: string[]) =>
  Object.fromEntries(
    rules
      .filter(({ source }) => sources.includes(source))
      .flatMap(({ headers }) => headers.map(({ key, value }) => [key, value])),
  );

describe('headers of every response', () => {
  it('are these', () => {
    const {
      'Content-Security-Policy': policy,
      'Permissions-Policy': permissions,
      ...rest
    } = merged('/:path*');
    expect(rest).toEqual({
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'X-DNS-Prefetch-Control': 'off',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
    });
    expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'sha256-/);
    const allowed = permissions?.split(', ').filter((feature) => !feature.endsWith('=()'));
    expect(allowed).toEqual([
      'clipboard-write=(self)',
      'publickey-credentials-create=(self)',
      'publickey-credentials-get=(self)',
    ]);
    expect(permissions).toContain('camera=(), ');
  });

  it('keep the bridge’s answers out of every cache', () => {
    expect(merged('/:path*', '/((?!_next/).*)', '/api/:path*')).toMatchObject({
      'Cache-Control': 'no-store, no-transform',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    });
  });

  it('always ask anew for the service worker, and never for a worker whose name has a hash', () => {
    expect(merged('/((?!_next/).*)', '/sw.js')['Cache-Control']).toBe('no-cache');
    expect(merged('/((?!_next/).*)', '/built/:path*')['Cache-Control']).toBe(
      'public, max-age=31536000, immutable',
    );
  });
});
