import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningApp, startApp } from '@/e2e/support/app';
import { inlineScriptHashes } from '@/lib/build/hashes.mjs';
import { headerRules } from '@/lib/build/headers.mjs';
import { send } from './support/http';
import { pathOf, routeFiles, rows } from './support/routes';

/** The headers of every kind of answer of the built server, behind https: exactly these. */

let app: RunningApp;
beforeAll(async () => {
  const environment = {
    POSTBAG_ORIGIN: 'https://mail.example.org',
    POSTBAG_METRICS_TOKEN: 'token-of-the-test',
  };
  app = await startApp({ caFile: '', pop3Ports: [], environment });
});
afterAll(() => app?.stop());

const bearer = { authorization: 'Bearer token-of-the-test' };
const permissions = headerRules({ development: false })
  .flatMap(({ headers }) => headers)
  .find(({ key }) => key === 'Permissions-Policy')?.value;

/** On everything. */
const always = {
  'strict-transport-security': 'max-age=31536000',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': permissions,
};
const page =
  "default-src 'none'; script-src 'self' HASHES; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
  "font-src 'self'; media-src blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; " +
  "frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types nextjs app dompurify default";
const worker =
  "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types default";
const nothing = "default-src 'none'; frame-ancestors 'none'";
const immutable = 'public, max-age=31536000, immutable';

/** What says nothing of security, and changes with every build or moment. */
const aside =
  /^(?:date|etag|last-modified|content-length|transfer-encoding|connection|keep-alive|accept-ranges|vary|location|allow|x-nextjs-.*)$/;

async function headersOf(path: string, method = 'GET', headers = {}) {
  const answer = await send(app.port, { path, method, headers: { host: 'mail.example.org', ...headers } });
  const kept = Object.entries(answer.headers).filter(([name]) => !aside.test(name));
  const policy = answer.headers['content-security-policy'];
  const hashless = String(policy).replace(/'sha256-[\w+/=]+'(?: 'sha256-[\w+/=]+')*/, 'HASHES');
  return { status: answer.status, ...Object.fromEntries(kept), 'content-security-policy': hashless };
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const fileOf = async (folder: string, pattern: RegExp) =>
  (await readdir(join(root, folder), { recursive: true })).find((name) => pattern.test(name)) ?? '';

test.each([
  ['/mail', 200, page, 'no-cache', 'text/html; charset=utf-8'],
  [
    '/nothing',
    404,
    page,
    'private, no-cache, no-store, max-age=0, must-revalidate',
    'text/html; charset=utf-8',
  ],
  ['/', 307, page, 'no-cache', undefined],
  ['/sw.js', 200, worker, 'no-cache', 'application/javascript; charset=UTF-8'],
  ['/icons/icon.svg', 200, nothing, 'no-cache', 'image/svg+xml'],
  ['/manifest.webmanifest', 200, page, 'no-cache', 'application/manifest+json'],
])('%s', async (path, status, policy, cache, type) => {
  expect(await headersOf(path)).toEqual({
    status,
    ...always,
    'content-security-policy': policy,
    'cache-control': cache,
    ...(type && { 'content-type': type }),
  });
});

test('scripts and workers, whose names change with their contents', async () => {
  const chunk = `/_next/static/${await fileOf('.next/standalone/.next/static', /^chunks\/.*\.js$/)}`;
  const built = `/built/${await fileOf('.next/standalone/public/built', /^sync-.*\.js$/)}`;
  for (const [path, policy] of [
    [chunk, page],
    [built, worker],
  ] as const) {
    expect(await headersOf(path)).toEqual({
      status: 200,
      ...always,
      'content-security-policy': policy,
      'cache-control': immutable,
      'content-type': 'application/javascript; charset=UTF-8',
    });
  }
});

test('every route of the bridge, whatever it answers', async () => {
  for (const file of await routeFiles()) {
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const { status, ...headers } = await headersOf(pathOf(file, 'A'.repeat(22)), method);
      expect([file, method, headers]).toEqual([
        file,
        method,
        {
          ...always,
          'content-security-policy': nothing,
          'cache-control': 'no-store, no-transform',
          // What leads elsewhere (the way back from a provider) has no body.
          ...(status !== 303 && { 'content-type': 'application/json' }),
        },
      ]);
      // None of these is a request that is in order, but for what is open to everybody.
      if (status === 200) expect(rows[file]?.guard).not.toBe('account');
    }
  }
});

test('the operator’s figures, and the nothing that everybody else finds there', async () => {
  const expected = {
    ...always,
    'content-security-policy': nothing,
    'cache-control': 'no-store, no-transform',
  };
  expect(await headersOf('/metrics', 'GET', bearer)).toEqual({
    status: 200,
    ...expected,
    'content-type': 'text/plain; version=0.0.4',
  });
  expect(await headersOf('/metrics')).toMatchObject({ status: 404, ...expected });
  expect(await headersOf('/metrics', 'GET', { authorization: 'Bearer other' })).toMatchObject({
    status: 404,
  });
});

test('figures bear no name of anybody', async () => {
  await send(app.port, { path: '/api/accounts/canary-account/listing?canary-query', method: 'POST' });
  await send(app.port, { path: '/canary-path', headers: { host: 'canary-host.example' } });
  const { text } = await send(app.port, { path: '/metrics', headers: bearer });
  expect(text).toMatch(
    /^postbag_requests_total\{route="\/api\/accounts\/\{account\}\/listing",method="POST",status="403"\} [1-9]/m,
  );
  expect(text).toMatch(/^postbag_pop3_sessions 0$/m);
  expect(text).not.toContain('canary');
});

test('the page holds no script, handler or address that its policy does not know', async () => {
  for (const path of ['/mail', '/nothing']) {
    const { text, headers } = await send(app.port, { path, headers: { host: 'mail.example.org' } });
    const html = Buffer.from(text, 'latin1').toString('utf8');
    const policy = String(headers['content-security-policy']);
    const hashes = inlineScriptHashes(html);
    expect(hashes.length).toBeGreaterThan(0);
    for (const hash of hashes) expect(policy).toContain(hash);
    expect(html).not.toMatch(/<[^>]+\son[a-z]+=/i);
    const addresses = [
      ...html.matchAll(/<(?:script|link|img|iframe|form)\b[^>]*\b(?:src|href|action)="([^"]*)"/g),
    ];
    expect(addresses.length).toBeGreaterThan(3);
    for (const [, address] of addresses) expect(address).toMatch(/^\/(?!\/)/);
  }
});

test('what is refused before any route says as little, as safely', async () => {
  const refused = {
    'strict-transport-security': 'max-age=31536000',
    'content-security-policy': nothing,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };
  expect(await headersOf('/mail', 'POST')).toEqual({ status: 405, ...refused });
});
