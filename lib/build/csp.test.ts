import { describe, expect, it } from 'vitest';
import { nothingPolicy, pagePolicy, scriptHashes, workerPolicy } from './csp.mjs';

/** The sources of one directive. */
const sources = (policy: string, directive: string) =>
  policy
    .split('; ')
    .find((part) => part.startsWith(`${directive} `))
    ?.split(' ')
    .slice(1);

describe('the pages’ policy', () => {
  it('is, in production, exactly this', () => {
    expect(pagePolicy({ development: false }).replace(scriptHashes, 'HASHES')).toBe(
      "default-src 'none'; script-src 'self' HASHES; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
        "font-src 'self'; media-src blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; " +
        "frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types nextjs app dompurify default",
    );
  });

  it('is looser in development only where hot reloading needs it', () => {
    const policy = pagePolicy({ development: true });
    expect(sources(policy, 'script-src')).toEqual(["'self'", "'unsafe-inline'", "'unsafe-eval'"]);
    expect(sources(policy, 'connect-src')).toEqual(["'self'", 'ws:']);
    expect(sources(policy, 'default-src')).toEqual(["'none'"]);
    expect(policy).not.toContain(scriptHashes);
  });
});

describe('the other policies', () => {
  it('let workers run and reach our own origin alone, without any string that becomes code', () => {
    expect(workerPolicy).toBe(
      "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types default",
    );
  });

  it('let nothing load from what is no page', () => {
    expect(nothingPolicy).toBe("default-src 'none'; frame-ancestors 'none'");
  });
});
