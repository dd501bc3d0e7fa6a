import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCookie, type SealedAccount, sealCookie } from '@/lib/bridge/seal';
import { keyHeader } from '@/lib/contract/routes';
import { type Ground, startGround, Visitor } from './support/ground';
import { type Asked, ownHeaders, send } from './support/http';
import { type Known, pathOf, type Row, routeFiles, rows } from './support/routes';

/** Requests that others forge, against every route of the built server: none of them opens a connection anywhere. */

let ground: Ground;
let alice: Visitor;
let bob: Visitor;
let known: Known;
let sealed: SealedAccount;

beforeAll(async () => {
  ground = await startGround();
  alice = new Visitor(ground.app);
  bob = new Visitor(ground.app);
  expect((await alice.signIn(ground.signIn)).status).toBe(200);
  expect((await bob.signIn({ ...ground.signIn, username: 'bob' })).status).toBe(200);
  known = { signIn: ground.signIn, entries: (await alice.listing()).entries };
  const opened = await openCookie(alice.cookie, alice.key, alice.account, { secrets: [ground.secret] });
  if (!opened) throw new Error('the test cannot open the seal');
  sealed = opened.sealed;
});
afterAll(() => ground?.stop());

const evil = 'https://evil.example';
const pairOf = (cookie: string) => cookie.split(';')[0] ?? '';

type Headers = NonNullable<Asked['headers']>;
interface Attack {
  /** What is changed of a request that is in order; `undefined` leaves a header out. */
  headers?: (row: Row) => Headers | Promise<Headers>;
  method?: string;
  /** The answer's status, by what guards the route. */
  expected: Record<Row['guard'], number | 'good'>;
}

/** Health is open to everybody, and tells nobody anything. */
const crossSite = { none: 'good', origin: 403, account: 403 } as const;
const unauthorised = { none: 'good', origin: 'good', account: 401 } as const;

const attacks: Record<string, Attack> = {
  'a form on another site': {
    headers: () => ({
      origin: evil,
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
      'content-type': 'application/x-www-form-urlencoded',
      [keyHeader]: undefined,
    }),
    expected: crossSite,
  },
  'a form on another site that smuggles JSON as text': {
    headers: () => ({ origin: evil, 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' }),
    expected: crossSite,
  },
  'a fetch from another site': {
    headers: () => ({ origin: evil, 'sec-fetch-site': 'cross-site' }),
    expected: crossSite,
  },
  'a fetch from another site, by a browser without Sec-Fetch-Site': {
    headers: () => ({ origin: evil, 'sec-fetch-site': undefined }),
    expected: crossSite,
  },
  'a fetch from a neighbouring host': {
    headers: () => ({ origin: 'http://other.localhost', 'sec-fetch-site': 'same-site' }),
    expected: crossSite,
  },
  'a fetch from the same host at another port': {
    headers: () => ({ origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' }),
    expected: crossSite,
  },
  'a sandboxed frame': {
    headers: () => ({ origin: 'null', 'sec-fetch-site': 'cross-site' }),
    expected: crossSite,
  },
  'an own Origin that Sec-Fetch-Site contradicts': {
    headers: () => ({ 'sec-fetch-site': 'cross-site' }),
    expected: crossSite,
  },
  'a rebinding site, under its own name': {
    headers: () => ({ host: 'evil.example', origin: 'http://evil.example' }),
    expected: crossSite,
  },
  'a Host of somebody else': { headers: () => ({ host: 'evil.example' }), expected: crossSite },
  'a cookie without K': { headers: () => ({ [keyHeader]: undefined }), expected: unauthorised },
  'a cookie with another K': {
    headers: () => ({ [keyHeader]: randomBytes(32).toString('base64url') }),
    expected: unauthorised,
  },
  'K without a cookie': { headers: () => ({ cookie: undefined }), expected: unauthorised },
  'nothing, but a header that has opened middleware before': {
    headers: () => ({
      cookie: undefined,
      [keyHeader]: undefined,
      'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware',
      'x-middleware-rewrite': '/api/health',
      'x-nextjs-data': '1',
      rsc: '1',
    }),
    expected: unauthorised,
  },
  'another account’s cookie and K': {
    headers: () => ({ cookie: bob.cookie, [keyHeader]: bob.key }),
    expected: unauthorised,
  },
  'another account’s cookie with the right K': {
    headers: () => ({ cookie: bob.cookie }),
    expected: unauthorised,
  },
  'a seal that has expired': {
    headers: async () => ({ cookie: await resealed({ expiresAt: Date.now() - 1 }) }),
    expected: unauthorised,
  },
  'a seal of another secret': {
    headers: async () => ({ cookie: await resealed({}, 'another-secret-0123456789-abcdefghijk') }),
    expected: unauthorised,
  },
  'a truncated seal': { headers: () => ({ cookie: alice.cookie.slice(0, -12) }), expected: unauthorised },
  'a seal with a letter changed': {
    headers: () => ({ cookie: alice.cookie.replace(/.(?=.{60}$)/, (c) => (c === 'A' ? 'B' : 'A')) }),
    expected: unauthorised,
  },
  'a seal without an end': { headers: () => ({ cookie: 'postbag=Fe26.2*1*' }), expected: unauthorised },
};

const resealed = async (change: Partial<SealedAccount>, secret = ground.secret) =>
  pairOf(await sealCookie({ ...sealed, ...change }, alice.key, { secrets: [secret] }));

function inOrder(file: string, row: Row): Asked & { headers: Headers } {
  return {
    method: row.method,
    path: pathOf(file, alice.account),
    headers: alice.headers(),
    ...(row.body && { body: JSON.stringify(row.body(known)) }),
  };
}

async function ask(asked: Asked) {
  const answer = await send(ground.app.port, asked);
  // No answer lets another origin read it.
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  return answer;
}

test('every route has a row', async () => {
  expect(Object.keys(rows).sort()).toEqual(await routeFiles());
});

describe.each(Object.entries(rows))('%s', (file, row) => {
  test.each(Object.entries(attacks))('refuses %s', async (_, attack) => {
    const before = ground.line.connections;
    const request = inOrder(file, row);
    const { status, headers, text } = await ask({
      ...request,
      headers: { ...request.headers, ...(await attack.headers?.(row)) },
    });
    const expected = attack.expected[row.guard];
    expect(status).toBe(expected === 'good' ? row.good : expected);
    if (expected === 'good') return;
    expect(JSON.parse(text)).toMatchObject({ code: expected === 403 ? 'forbidden' : 'signed_out' });
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['cache-control']).toContain('no-store');
    expect(ground.line.connections).toBe(before);
  });

  test('refuses an image of another site, which carries no Origin', async () => {
    const before = ground.line.connections;
    const { status } = await ask({
      method: 'GET',
      path: pathOf(file, alice.account),
      headers: {
        host: alice.headers().host,
        cookie: alice.cookie,
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'no-cors',
        'sec-fetch-dest': 'image',
      },
    });
    const open = row.guard === 'none' ? row.good : 403;
    expect(status).toBe(row.method === 'GET' ? open : 405);
    expect(ground.line.connections).toBe(before);
  });

  test('takes no method that is not meant, preflights included', async () => {
    const before = ground.line.connections;
    const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];
    for (const method of methods.filter((each) => each !== row.method)) {
      const { body, ...request } = inOrder(file, row);
      // Node's own parser judges a GET with a body, and no route of ours.
      const bodiless = method === 'GET' || method === 'HEAD' || body === undefined;
      const { status, headers } = await ask({ ...request, method, ...(!bodiless && { body }) });
      const unknown = row.good === 404 && row.guard === 'none' && !/TRACE|PROPFIND/.test(method);
      expect([method, status]).toEqual([method, unknown ? 404 : 405]);
      expect(headers['set-cookie']).toBeUndefined();
    }
    expect(ground.line.connections).toBe(before);
  });

  test('is not upgraded to another protocol', async () => {
    const before = ground.line.connections;
    for (const protocol of ['websocket', 'h2c', 'TLS/1.0']) {
      const request = inOrder(file, row);
      const upgraded = {
        ...request.headers,
        connection: 'Upgrade',
        upgrade: protocol,
        'sec-websocket-key': 'x3JJHMbDL1EzLkh9GBhXDw==',
        'sec-websocket-version': '13',
      };
      const { status, headers } = await ask({ ...request, headers: upgraded });
      expect([protocol, status, headers.connection]).toEqual([protocol, 426, 'close']);
    }
    expect(ground.line.connections).toBe(before);
  });

  // A route without a body reads none.
  if (row.body !== null)
    test('takes JSON alone', async () => {
      const before = ground.line.connections;
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
        const request = inOrder(file, row);
        const { status, text } = await ask({
          ...request,
          headers: { ...request.headers, 'content-type': type },
        });
        expect([type, status, JSON.parse(text).code]).toEqual([type, 415, 'unsupported_type']);
      }
      expect(ground.line.connections).toBe(before);
    });
});

test.each(Object.entries(rows))('what is in order is let in: %s', async (file, row) => {
  // Signing out comes by itself: the cookie that a test holds does not go away.
  // The stream of messages waits for a receipt that does not come: its head says enough.
  const { status } = await ask({ ...inOrder(file, row), headOnly: true });
  expect(status).toBe(row.good);
});

describe('what the framework could bring along', () => {
  test.each([
    ['/mail', { 'next-action': 'abcdef0123456789' }],
    ['/mail', { 'next-action': '$ACTION_ID_x', 'content-type': 'multipart/form-data; boundary=x' }],
    ['/', { 'next-action': 'abcdef0123456789' }],
    ['/nothing', { 'next-action': 'abcdef0123456789' }],
  ])('there are no Server Actions: POST %s', async (path, headers) => {
    const { status } = await ask({
      method: 'POST',
      path,
      headers: { ...ownHeaders(ground.app), ...headers },
    });
    expect(status).toBe(405);
  });

  test.each([
    '/_next/image?url=%2Ficons%2Ficon-192.png&w=64&q=75',
    '/_next/image?url=http%3A%2F%2F127.0.0.1%2F&w=64&q=75',
    '/_next/data/build/mail.json',
    '/mail.rsc',
    '/api/accounts.rsc',
    '/api/accounts/x/listing.rsc',
    '/.next/BUILD_ID',
    '/postbag.mjs',
    '/package.json',
    '/_next/static/..%2f..%2fpackage.json',
    '/..%2fpackage.json',
    '/%2e%2e/package.json',
    '/metrics',
  ])('there is nothing at %s', async (path) => {
    const { status, text } = await ask({ path, headers: ownHeaders(ground.app) });
    expect(status).toBe(404);
    expect(text).not.toMatch(/node_modules|\.mjs:|at .*\(.*:\d+:\d+\)|"dependencies"/);
  });

  test.each(['GET', 'POST'])(
    'nothing under /api that is no route says more than that: %s',
    async (method) => {
      const { status, text } = await ask({
        method,
        path: '/api/accounts/x/y/z',
        headers: ownHeaders(ground.app),
      });
      expect([status, JSON.parse(text).code]).toEqual([404, 'not_found']);
    },
  );

  test('the page is the same for everybody, whatever header asks for its parts', async () => {
    for (const headers of [
      { rsc: '1' },
      { 'next-router-prefetch': '1', rsc: '1' },
      { 'x-nextjs-data': '1' },
    ]) {
      const { status, headers: answered } = await ask({
        path: '/mail',
        headers: { host: alice.headers().host, cookie: alice.cookie, ...headers },
      });
      expect(status).toBeLessThan(400);
      expect(answered['set-cookie']).toBeUndefined();
    }
  });
});
