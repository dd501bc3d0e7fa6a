import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { anyFreePort } from '@/lib/demo/ports';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { type AuthorizationServer, startAuthorizationServer } from './support/authorizationServer';
import { allHere, expectOpened, rows } from './support/browser';
import { type Dovecot, startDovecot } from './support/dovecot';
import { fillMaildir, generateMessages } from './support/messages';

/** Signing in at a provider’s own page: a real authorization server, whose tokens a real Dovecot has looked up there. */

test.use({ ignoreHTTPSErrors: true });

const user = 'ada@example.com';
let folder: string;
let server: AuthorizationServer;
let dovecot: Dovecot;
let app: RunningApp;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postbag-oauth-'));
  const port = await anyFreePort();
  server = await startAuthorizationServer(`http://localhost:${port}/api/oauth/callback/loopback`);
  dovecot = await startDovecot({ users: { [user]: 'unused' }, introspection: server.introspection });
  await fillMaildir(dovecot.maildir(user), generateMessages(12));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, `${readFileSync(dovecot.ca, 'utf8')}\n${server.authority}`);
  app = await startApp({
    caFile,
    port,
    pop3Ports: [dovecot.popsPort],
    environment: {
      POSTBAG_ALLOW_PRIVATE_WEB: server.allowed,
      POSTBAG_OAUTH_PROVIDERS: JSON.stringify([
        server.settings({ id: 'loopback', name: 'Loopback', hosts: ['localhost'] }),
      ]),
    },
  });
});
test.afterAll(async () => {
  await app?.stop();
  await dovecot?.stop();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

const decide = (page: Page, choice: 'Allow' | 'Deny') => page.getByRole('button', { name: choice }).click();

test('no password: the provider’s page lets in, access is renewed, and what was withdrawn is explained', async ({
  page,
}) => {
  await page.goto(app.origin);
  await page.getByLabel('Email address').fill(user);
  await page.getByRole('button', { name: 'Server settings' }).click();
  await page.getByRole('textbox', { name: 'POP3 server' }).fill('localhost');
  await page.getByRole('textbox', { name: 'Port', exact: true }).fill(String(dovecot.popsPort));
  const signIn = page.getByRole('button', { name: 'Sign in with Loopback' });
  await expect(signIn).toBeVisible();
  await expect(page.getByLabel('Password', { exact: true })).toBeHidden();
  expect(await accessibilityProblems(page)).toEqual([]);

  // Whoever says no there is told so here, and finds what was typed.
  await signIn.click();
  await expect(page.getByLabel('Account')).toHaveValue(user);
  await decide(page, 'Deny');
  await expect(page.getByText('The permission was not given')).toBeVisible();
  expect(page.url()).not.toMatch(/oauth|state|code|error/);
  await expect(page.getByLabel('Email address')).toHaveValue(user);

  await signIn.click();
  await decide(page, 'Allow');
  await allHere(page, 12);
  expect(page.url()).not.toMatch(/oauth|state|code/);
  await rows(page).first().click();
  await expectOpened(page);

  // The mail server takes the token no more: it is renewed, and nobody notices.
  server.endAccess();
  await fillMaildir(dovecot.maildir(user), generateMessages(1, { seed: 3, newest: new Date('2026-06-01') }));
  const check = page.getByRole('button', { name: 'Check mail' }).first();
  await check.click();
  await allHere(page, 13);

  // The permission is withdrawn: the mail stays, and one signs in again in the same account.
  server.withdraw(user);
  await check.click();
  await expect(page.getByText('The provider lets Postbag in no longer')).toBeVisible();
  await expect(rows(page).first()).toBeVisible();
  await page
    .getByRole('status', { name: 'Sync status' })
    .getByRole('link', { name: 'Sign in' })
    .or(page.getByRole('status', { name: 'Sync status' }).getByRole('button', { name: 'Sign in' }))
    .click();
  await expect(page.getByRole('heading', { name: 'Sign in again' })).toBeVisible();
  await signIn.click();
  await decide(page, 'Allow');
  await allHere(page, 13);
});
