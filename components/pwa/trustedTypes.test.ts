import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

type Rules = Record<string, ((text: string) => string) | undefined>;

/** Loads the module as a browser with Trusted Types would, and answers the rules it gave. */
async function load(): Promise<{ module: typeof import('./trustedTypes'); policies: Record<string, Rules> }> {
  const policies: Record<string, Rules> = {};
  vi.stubGlobal('location', new URL('https://mail.example.org/mail'));
  vi.stubGlobal('window', {
    trustedTypes: {
      createPolicy(name: string, rules: Rules) {
        policies[name] = rules;
        return rules;
      },
    },
  });
  vi.resetModules();
  return { module: await import('./trustedTypes'), policies };
}

beforeEach(() => vi.unstubAllGlobals());
afterEach(() => vi.unstubAllGlobals());

describe('the default policy', () => {
  it.each([
    '/_next/static/chunks/0_a-b~c.js',
    'https://mail.example.org/_next/static/chunks/a.js',
    '/built/sync-X.js',
  ])('lets %s through unchanged', async (address) => {
    const { policies } = await load();
    expect(policies.default?.createScriptURL?.(address)).toBe(address);
  });

  it.each([
    'https://evil.example/_next/static/chunks/a.js',
    '//evil.example/_next/static/chunks/a.js',
    'http://mail.example.org/_next/static/chunks/a.js',
    '/_next/static/../../api/accounts/a.js',
    '/_next/static/..%2f..%2fapi/a.js',
    '/_next/static\\..\\..\\api\\a.js',
    '/api/accounts/x/images.js',
    '/_next/static/chunks/a.js/../../../../api/x',
    'data:text/javascript,alert(1)',
    'blob:https://mail.example.org/0b6f',
    'javascript:alert(1)',
    '/sw.js',
  ])('stops %s', async (address) => {
    const { policies } = await load();
    expect(() => policies.default?.createScriptURL?.(address)).toThrow(TypeError);
  });

  it('knows no way from a string to markup or code', async () => {
    const { policies } = await load();
    expect(Object.keys(policies.default ?? {})).toEqual(['createScriptURL']);
    expect(Object.keys(policies.app ?? {})).not.toContain('createScript');
  });
});

describe('the app policy', () => {
  const head = `<!doctype html><html lang="en"><head><meta charset="utf-8">`;
  const own = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;

  it('passes the service worker', async () => {
    const { module } = await load();
    expect(module.trustedServiceWorker()).toBe('/sw.js');
  });

  it('passes a frame that opens with a policy of its own', async () => {
    const { module } = await load();
    expect(module.trustedFrame(`${head}${own}</head><body>x`)).toBe(`${head}${own}</head><body>x`);
  });

  it.each([
    ['without one', `${head}</head><body>x`],
    ['whose policy comes after something else', `${head}<link rel="stylesheet" href="x">${own}</head>`],
    ['whose policy begins with more than nothing', `${head}${own.replace("'none'", '*')}</head>`],
    ['that is a bare fragment', '<b>x</b>'],
  ])('stops a frame %s', async (_, html) => {
    const { module } = await load();
    expect(() => module.trustedFrame(html)).toThrow(TypeError);
  });
});
