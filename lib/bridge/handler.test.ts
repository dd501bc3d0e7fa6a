import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as deletions from '@/app/api/accounts/[account]/deletions/route';
import * as listing from '@/app/api/accounts/[account]/listing/route';
import * as messages from '@/app/api/accounts/[account]/messages/route';
import * as account from '@/app/api/accounts/[account]/route';
import * as settlement from '@/app/api/accounts/[account]/settlement/route';
import * as accounts from '@/app/api/accounts/route';
import * as demo from '@/app/api/demo/route';
import * as health from '@/app/api/health/route';
import {
  AccountClient,
  bridgeOrigin,
  type PageInit,
  pageRequest,
  useBridge,
} from '@/e2e/support/bridgeRoutes';
import { type ScriptedServer, startScripted } from '@/e2e/support/scripted';
import { keyHeader } from '@/lib/contract/routes';
import { setEnvironment } from './environment';
import { openCookie } from './seal';

type Handler = (request: Request, context: ReturnType<AccountClient['context']>) => Promise<Response>;
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
type Route = Record<(typeof methods)[number], Handler>;

const client = new AccountClient();
const secret = 'handler-test-secret-0123456789-abcdef';
let server: ScriptedServer;

/** Every route that may do something, with a request that it takes. */
const routes: [name: string, route: Route, method: 'POST' | 'DELETE', path: string, body?: unknown][] = [
  ['accounts', accounts as unknown as Route, 'POST', '/api/accounts', () => signInBody()],
  ['account', account as unknown as Route, 'DELETE', ''],
  ['listing', listing as unknown as Route, 'POST', '/listing', { known: null }],
  [
    'messages',
    messages as unknown as Route,
    'POST',
    '/messages',
    { wanted: [{ number: 1, uidl: 'u', octets: 1 }] },
  ],
  [
    'settlement',
    settlement as unknown as Route,
    'POST',
    '/settlement',
    { session: 'A'.repeat(22), stored: [] },
  ],
  [
    'deletions',
    deletions as unknown as Route,
    'POST',
    '/deletions',
    { wanted: [{ uidl: 'u', header: '0'.repeat(64), content: '0'.repeat(64), octets: 1, body: 0 }] },
  ],
];
const ofAccount = routes.filter(([name]) => name !== 'accounts');
const withBody = routes.filter(([, , method]) => method === 'POST');

const signInBody = () => ({
  username: 'alice',
  password: 's3cret-canary',
  host: 'localhost',
  port: server.port,
  security: 'none' as const,
  keep: true,
});

function ground(env: Record<string, string> = {}) {
  useBridge({ ports: [server.port], env: { POSTBAG_ALLOW_PLAINTEXT: '1', POSTBAG_SECRET: secret, ...env } });
}

beforeAll(async () => {
  server = await startScripted();
  ground();
  expect(await client.signIn(signInBody())).toMatchObject({ status: 200 });
  // The farewell is not waited for.
  await vi.waitFor(() => expect(server.transcript.at(-1)).toBe('-- close'), 10_000);
});
beforeEach(() => {
  ground();
  server.transcript.length = 0;
});
afterAll(() => server.stop());

/** Calls a route as our page would, but for what `init` changes; a header set to '' is left out. */
async function call(
  [, route, method, path, body]: (typeof routes)[number],
  init: PageInit = {},
): Promise<Response> {
  const content = typeof body === 'function' ? body() : body;
  const whole = { method, ...(content !== undefined && { body: JSON.stringify(content) }), ...init };
  const request = path.startsWith('/api') ? pageRequest(path, whole) : client.request(path, whole);
  for (const [name, value] of Object.entries(init.headers ?? {}))
    if (value === '') request.headers.delete(name);
  return route[method](request, client.context());
}

const codeOf = async (response: Response) => [response.status, (await response.json()).code];

describe.each(routes)('the %s route', (...route) => {
  it.each<[string, Record<string, string>]>([
    ['another site’s Origin', { origin: 'https://evil.example' }],
    ['our Origin with another scheme', { origin: bridgeOrigin.replace('https', 'http') }],
    ['an opaque Origin', { origin: 'null' }],
    ['no Origin', { origin: '' }],
    ['a rebound Host', { host: 'evil.example', origin: 'https://evil.example' }],
    ['a rebound Host alone', { host: 'evil.example' }],
    ['Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site: same-site', { 'sec-fetch-site': 'same-site' }],
    ['Sec-Fetch-Site: none', { 'sec-fetch-site': 'none' }],
    ['a header that once skipped middleware', { origin: '', 'x-middleware-subrequest': 'middleware' }],
  ])('refuses %s, and opens no socket', async (_, headers) => {
    expect(await codeOf(await call(route, { headers }))).toEqual([403, 'forbidden']);
    expect(server.transcript).toEqual([]);
  });

  it('answers 405 to every other method', async () => {
    for (const method of methods.filter((method) => method !== route[2])) {
      const response = await route[1][method](pageRequest('/api', { method }), client.context());
      expect(response.headers.get('allow')).toBe(route[2]);
      expect(await codeOf(response)).toEqual([405, 'method_not_allowed']);
    }
  });

  it('lets nobody keep what it says', async () => {
    const refused = await call(route, { headers: { origin: '' } });
    expect(refused.headers.get('cache-control')).toBe('no-store, no-transform');
  });

  it('says nothing of what broke inside', async () => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => {});
    setEnvironment(null as never);
    vi.stubEnv('POSTBAG_ORIGIN', 'canary');
    const response = await call(route);
    vi.unstubAllEnvs();
    expect(await response.clone().text()).not.toContain('canary');
    expect(await codeOf(response)).toEqual([500, 'internal']);
    expect(silent).not.toHaveBeenCalled();
    silent.mockRestore();
  });
});

describe.each(ofAccount)('the %s route', (...route) => {
  it.each<[string, Record<string, string>]>([
    ['no cookie', { cookie: '' }],
    ['no K', { [keyHeader]: '' }],
    ['another K', { [keyHeader]: 'A'.repeat(43) }],
    ['a broken cookie', { cookie: 'postbag=Fe26.2*1*a~2' }],
    [
      'neither, but the middleware’s header',
      { cookie: '', [keyHeader]: '', 'x-middleware-subrequest': 'src/middleware' },
    ],
  ])('answers 401 to %s, and opens no socket', async (_, headers) => {
    expect(await codeOf(await call(route, { headers }))).toEqual([401, 'signed_out']);
    expect(server.transcript).toEqual([]);
  });

  it('seals anew what was sealed with an older secret', async () => {
    const newer = 'a-newer-secret-0123456789-0123456789';
    ground({ POSTBAG_SECRET: `${newer},${secret}` });
    const response = await call(route);
    await response.body?.cancel();
    const cookie = response.headers.get('set-cookie') ?? '';
    if (route[0] === 'account') {
      expect(cookie).toMatch(/^postbag=; .*Max-Age=0$/);
    } else if (response.ok) {
      const opened = await openCookie(cookie.split(';')[0] ?? '', client.key, client.account, {
        secrets: [newer],
      });
      expect(opened).toMatchObject({ stale: false, sealed: { account: client.account, keep: true } });
    } else {
      // The receipt for a session that nobody waits for: a failure seals nothing.
      expect(route[0]).toBe('settlement');
    }
    await expect.poll(() => server.transcript.at(-1) ?? '-- close').toBe('-- close');
  });
});

it('cookies are Secure, but for plain http on this machine, where WebKit would drop them', async () => {
  const leave = routes[1];
  if (leave?.[0] !== 'account') throw new Error('another route was meant');
  const safe = (await call(leave)).headers.getSetCookie();
  expect(safe.length).toBeGreaterThan(0);
  for (const cookie of safe) expect(cookie).toMatch(/; HttpOnly; Secure; SameSite=Strict; Max-Age=0$/);
  ground({ POSTBAG_ORIGIN: 'http://localhost:3000' });
  const headers = { host: 'localhost:3000', origin: 'http://localhost:3000' };
  const plain = (await call(leave, { headers })).headers.getSetCookie();
  expect(plain).toEqual(safe.map((cookie) => cookie.replace('; Secure', '')));
});

describe.each(withBody)('the %s route', (...route) => {
  it.each<[string, PageInit, [number, string]]>([
    [
      'a form',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      [415, 'unsupported_type'],
    ],
    ['text', { headers: { 'content-type': 'text/plain' } }, [415, 'unsupported_type']],
    ['nearly JSON', { headers: { 'content-type': 'application/jsonp' } }, [415, 'unsupported_type']],
    [
      'a type with JSON in it',
      { headers: { 'content-type': 'text/plain; application/json' } },
      [415, 'unsupported_type'],
    ],
    ['what is not JSON', { body: '{' }, [400, 'bad_request']],
    ['nothing', { body: '' }, [400, 'bad_request']],
    ['another shape', { body: '[]' }, [400, 'bad_request']],
    ['an announced flood', { headers: { 'content-length': '999999999' } }, [413, 'too_large']],
    ['a flood', { body: `"${'x'.repeat(5 * 1024 ** 2)}"` }, [413, 'too_large']],
  ])('refuses %s before it opens a socket', async (_, init, answer) => {
    expect(await codeOf(await call(route, init))).toEqual(answer);
    expect(server.transcript).toEqual([]);
  });

  it('refuses unknown fields, and repeats no value', async () => {
    const content = typeof route[4] === 'function' ? route[4]() : route[4];
    const response = await call(route, { body: JSON.stringify({ ...content, canary: 'canary-value' }) });
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(text).not.toContain('canary');
  });
});

it.each(['\r\nDELE 1', '\nDELE 1', '\u0000'])('takes no user name or password with %j', async (tail) => {
  for (const field of ['username', 'password']) {
    const response = await accounts.POST(
      pageRequest('/api/accounts', { body: JSON.stringify({ ...signInBody(), [field]: `alice${tail}` }) }),
      undefined,
    );
    expect(await codeOf(response)).toEqual([400, 'bad_request']);
  }
  expect(server.transcript).toEqual([]);
});

it('signing out forgets the cookie under its own path', async () => {
  const response = await client.forget();
  expect(response.status).toBe(200);
  expect(response.headers.get('set-cookie')).toContain(`Path=/api/accounts/${client.account};`);
});

it('health answers without any header, and with the version', async () => {
  const response = await health.GET();
  expect(response.headers.get('cache-control')).toContain('no-store');
  expect(await response.json()).toEqual({ status: 'ok', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
});

describe('the demo route', () => {
  const get = (headers: Record<string, string> = {}) =>
    demo.GET(
      new Request(`${bridgeOrigin}/api/demo`, { headers: { host: 'postbag.test', ...headers } }),
      undefined,
    );
  const sample = {
    address: 'a@b',
    username: 'a',
    password: 'p',
    host: 'localhost',
    port: 995,
    security: 'tls',
  };

  it('has no sample unless the bridge is a demonstration', async () => {
    const response = await get();
    expect([response.status, await response.json()]).toEqual([200, null]);
  });

  it('hands out the sample account, to our own page alone', async () => {
    ground({ POSTBAG_DEMO: JSON.stringify(sample) });
    expect(await (await get()).json()).toEqual(sample);
    expect((await get({ 'sec-fetch-site': 'none' })).status).toBe(200);
    expect((await get({ host: 'evil.example' })).status).toBe(403);
    expect((await get({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await get({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });
});
