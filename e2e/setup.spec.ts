import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { expectOpened, rows } from './support/browser';
import { type Dovecot, startDovecot } from './support/dovecot';
import { fillMaildir, generateMessages } from './support/messages';
import { type NameServer, startNameServer } from './support/nameServer';
import { type SettingsServers, settingsFile, startSettingsServers } from './support/settingsServers';

/** Somebody with an address and a password, and nothing else: name server, settings file and mail server are real. */

const web = '127.0.87.1';
let folder: string;
let dovecot: Dovecot;
let names: NameServer;
let settings: SettingsServers;
let app: RunningApp;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postbag-setup-'));
  dovecot = await startDovecot({ users: { ada: 'her own' }, names: ['pop.shop.example'] });
  await fillMaildir(dovecot.maildir('ada'), generateMessages(20));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, readFileSync(dovecot.ca));
  const file = settingsFile({ host: 'pop.shop.example', port: dovecot.popsPort });
  settings = await startSettingsServers(
    web,
    { 'https://autoconfig.shop.example/mail/config-v1.1.xml': file },
    caFile,
  );
  const addresses: Record<string, string> = {
    'autoconfig.shop.example': web,
    'pop.shop.example': '127.0.0.1',
  };
  names = await startNameServer((name, type) => {
    const address = addresses[name];
    return address ? (type === 'A' ? [address] : []) : 'NXDOMAIN';
  });
  app = await startApp({
    caFile,
    pop3Ports: [dovecot.popsPort],
    environment: {
      POSTBAG_DISCOVERY: '1',
      POSTBAG_NAME_SERVERS: names.at,
      POSTBAG_ALLOW_PRIVATE_WEB: settings.allowed,
    },
  });
});
test.afterAll(async () => {
  await app?.stop();
  await names?.stop();
  await settings?.close();
  await dovecot?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('an address and a password are enough, and mail is read within a minute', async ({ page }) => {
  const began = Date.now();
  await page.goto(app.origin);
  const address = page.getByLabel('Email address');

  // What has to be known of a provider is said before anybody tries in vain.
  await address.fill('ada@icloud.com');
  await expect(page.getByText('iCloud Mail does not offer POP3')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  await address.fill('ada@shop.example');
  await page.getByLabel('Password', { exact: true }).fill('her own');
  // At once, without waiting for the search.
  await page.getByRole('button', { name: 'Add account', exact: true }).click();
  await rows(page).first().click();
  await expectOpened(page);
  expect(Date.now() - began).toBeLessThan(60_000);
});

test('nobody knows a domain: the guess is called one', async ({ page }) => {
  await page.goto(app.origin);
  await page.getByLabel('Email address').fill('ada@nobody.example');
  await expect(page.getByText('No settings were found for nobody.example.')).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText('pop.nobody.example')).toBeVisible();
});
