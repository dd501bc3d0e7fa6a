import { expect, type Page, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, expectOpened, reader, rows } from './support/browser';
import { frameMail } from './support/frameMail';
import { type MailServer, startMailServer } from './support/mailServer';

/** What one message may do to its frame and to the page around it, and what of it goes on paper. */

let server: MailServer;
let app: RunningApp;
test.beforeAll(async () => {
  server = await startMailServer(frameMail);
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port] });
});
test.afterAll(async () => {
  await app?.stop();
  await server?.close();
});

async function open(page: Page, subject: string): Promise<void> {
  await rows(page).filter({ hasText: subject }).click();
  await expectOpened(page, subject);
}

async function start(page: Page): Promise<void> {
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, frameMail.length);
}

test('an error in the view of one message stays in it', async ({ page }) => {
  // Something that only the card of an invitation needs is broken.
  await page.addInitScript(() => {
    Intl.DateTimeFormat.prototype.formatRange = () => {
      throw new RangeError('broken');
    };
  });
  await start(page);
  await open(page, 'Port');
  await expect(reader(page)).toContainText('No such port.');
  await expect(page.getByRole('button', { name: 'Unsubscribe' })).toHaveCount(0);
  await rows(page).filter({ hasText: 'Firing' }).click();
  await expect(reader(page)).toContainText('This message cannot be shown.');
  await expect(reader(page).getByRole('region', { name: 'Original message' })).toContainText(
    'LOCATION:Workshop',
  );
  await expect(page.getByRole('button', { name: 'Archive' }).first()).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await open(page, 'Plain');
  await expect(reader(page)).toContainText('Nothing special.');
});
