import { describe, expect, it } from 'vitest';
import { sameDependencies } from './dependencies.mjs';

const wanted = {
  '': { version: '0.1.0' },
  'node_modules/next': { version: '16.4.6', integrity: 'sha512-a' },
  'node_modules/other-system': { version: '1.0.0', integrity: 'sha512-b', optional: true },
};
const next = { version: '16.4.6', integrity: 'sha512-a' };

describe('sameDependencies', () => {
  it('accepts what is wanted, whichever system’s own packages are there', () => {
    const own = { version: '1.0.0', optional: true };
    expect(sameDependencies(wanted, { 'node_modules/next': next })).toBe(true);
    expect(sameDependencies(wanted, { 'node_modules/next': next, 'node_modules/this-system': own })).toBe(
      true,
    );
  });

  it.each([
    ['a package is missing', {}],
    ['a version differs', { 'node_modules/next': { ...next, version: '16.4.5' } }],
    ['the contents differ', { 'node_modules/next': { ...next, integrity: 'sha512-c' } }],
    ['one is left over', { 'node_modules/next': next, 'node_modules/old': { version: '1.0.0' } }],
  ])('refuses when %s', (_, installed) => {
    expect(sameDependencies(wanted, installed)).toBe(false);
  });
});
