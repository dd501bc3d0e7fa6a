import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type RunningApp, startApp } from './app';
import { expectOpened, rows } from './browser';
import { startDovecot } from './dovecot';
import { fillMaildir, generateMessages } from './messages';
import { startNameServer } from './nameServer';
import { settingsFile, startSettingsServers } from './settingsServers';

/** The ground of somebody with an address and a password, and nothing else. */
export interface Newcomer {
  app: RunningApp;
  address: string;
  password: string;
  stop(): Promise<void>;
}

/**
 * Name server, settings file and mail server, all real and on loopback, and the built app.
 * @param web a loopback address of which ports 80 and 443 are free
 */
export async function startNewcomer(web: string): Promise<Newcomer> {
  const folder = await mkdtemp(join(tmpdir(), 'postbag-setup-'));
  const dovecot = await startDovecot({ users: { ada: 'her own' }, names: ['pop.shop.example'] });
  await fillMaildir(dovecot.maildir('ada'), generateMessages(20));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, readFileSync(dovecot.ca));
  const file = settingsFile({ host: 'pop.shop.example', port: dovecot.popsPort });
  const settings = await startSettingsServers(
    web,
    { 'https://autoconfig.shop.example/mail/config-v1.1.xml': file },
    caFile,
  );
  const addresses: Record<string, string> = {
    'autoconfig.shop.example': web,
    'pop.shop.example': '127.0.0.1',
  };
  const names = await startNameServer((name, type) => {
    const address = addresses[name];
    return address ? (type === 'A' ? [address] : []) : 'NXDOMAIN';
  });
  const app = await startApp({
    caFile,
    pop3Ports: [dovecot.popsPort],
    environment: {
      POSTBAG_DISCOVERY: '1',
      POSTBAG_NAME_SERVERS: names.at,
      POSTBAG_ALLOW_PRIVATE_WEB: settings.allowed,
    },
  });
  return {
    app,
    address: 'ada@shop.example',
    password: 'her own',
    async stop() {
      await app.stop();
      await names.stop();
      await settings.close();
      await dovecot.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Types address and password into the form that is open, presses at once, and opens the first message. */
export async function readFirstMail(page: Page, { address, password }: Newcomer): Promise<void> {
  await page.getByLabel('Email address').fill(address);
  await page.getByLabel('Password', { exact: true }).fill(password);
  // Without waiting for the search.
  await page.getByRole('button', { name: 'Add account', exact: true }).click();
  await rows(page).first().click();
  await expectOpened(page);
}
