import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test';
import { sampleMessages } from '@/lib/demo/mailbox';
import { type RunningApp, startApp } from './support/app';
import {
  addAccount,
  allHere,
  chromiumPath,
  expectOpened,
  quietFlags,
  readAll,
  reader,
  rows,
} from './support/browser';
import { type MailServer, startMailServer } from './support/mailServer';
import { storedCount, storedSubjects } from './support/vault';

test.use({ serviceWorkers: 'allow' });

/** The network plug is pulled, both servers are dead, the browser was restarted: and all mail opens. */

let profile: string;
let server: MailServer;
let app: RunningApp;
let context: BrowserContext | undefined;

test.beforeAll(async () => {
  profile = await mkdtemp(join(tmpdir(), 'postbag-profile-'));
  server = await startMailServer(await sampleMessages(new Date()));
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port] });
});
test.afterAll(async () => {
  await context?.close();
  await app?.stop();
  await server?.close();
  await rm(profile, { recursive: true, force: true });
});

async function openBrowser(): Promise<Page> {
  context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: [...quietFlags],
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
  });
  return context.pages()[0] ?? context.newPage();
}

test('installable, and after a restart without any server all mail opens from a deep link on', async () => {
  test.setTimeout(180_000);
  const count = server.maildrop.messages.length;
  const page = await openBrowser();
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, count);
  await rows(page).nth(4).click();
  await expectOpened(page);
  const subject = (await reader(page).getByRole('heading').first().textContent()) ?? '';
  expect(subject).not.toBe('');
  const link = page.url();
  expect(link).toContain('message=');

  await page.waitForFunction(() => navigator.serviceWorker.ready.then(({ active }) => active !== null));
  expect(await wayOf(page, '/api/health'), 'the bridge is asked without waking the service worker').toBe(
    'network',
  );
  const devtools = await page.context().newCDPSession(page);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  expect(installabilityErrors).toEqual([]);

  await context?.close();
  await app.kill();
  await server.close();

  const offline = await openBrowser();
  await offline.context().setOffline(true);
  await offline.goto(link);
  await expectOpened(offline, subject);
  await expect(offline.getByText('Offline', { exact: false }).first()).toBeVisible();
  expect(await storedCount(offline)).toBe(count);

  // From the newest to the oldest, by the keyboard, as one reads.
  await offline.goto(new URL('/mail', link).href);
  await expect(rows(offline).first()).toBeVisible();
  expect(await readAll(offline, await storedSubjects(offline), 9_000)).toEqual([]);
  expect(await offline.getByText('could not be displayed').count()).toBe(0);
});

/** By which way a request of the page went, by the service worker's routes; empty: its code was asked. */
function wayOf(page: Page, path: string): Promise<string | undefined> {
  return page.evaluate(async (path) => {
    await fetch(path).then((answer) => answer.text());
    const entries = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith(path));
    return (entries.at(-1) as { workerFinalSourceType?: string } | undefined)?.workerFinalSourceType;
  }, path);
}
