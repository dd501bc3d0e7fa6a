import { expect, type Locator, test } from '@playwright/test';
import { type RunningApp, startApp } from './support/app';
import { allHere, expectOpened, rows } from './support/browser';
import { asStored, type MailServer, startMailServer } from './support/mailServer';
import { generateMessages } from './support/messages';

/** The main job with a finger, on a phone's screen, with a processor four times slower. */

test.use({
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 3,
  hasTouch: true,
  isMobile: true,
});

let server: MailServer;
let app: RunningApp;
const generated = generateMessages(300);

test.beforeAll(async () => {
  server = await startMailServer(asStored(generated));
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port] });
});
test.afterAll(async () => {
  await app?.stop();
  await server?.close();
});

/** Neither to be seen nor reached by keys. */
async function expectOutOfReach(element: Locator): Promise<void> {
  await expect(element).toBeHidden();
  await element.evaluate((each: HTMLElement) => each.focus());
  await expect(element).not.toBeFocused();
}

test('add an account, read while mail comes, go back, and find the place again', async ({ page }) => {
  test.setTimeout(180_000);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });

  await page.goto(app.origin);
  const password = page.getByLabel('Password', { exact: true });
  const settings = page.getByRole('button', { name: 'Server settings' });
  const apart = async () =>
    ((await settings.boundingBox())?.y ?? 0) - ((await password.boundingBox())?.y ?? 0);
  const before = await apart();
  await page.getByRole('textbox', { name: 'Email address' }).fill(server.signIn.address);
  await password.fill(server.signIn.password);
  // What was found comes late, and moves nothing under the finger.
  await expect(page.getByText('· TLS ·')).toBeVisible();
  expect(await apart()).toBe(before);
  await settings.tap();
  await page.getByRole('textbox', { name: 'POP3 server' }).fill(server.signIn.host);
  await page.getByRole('textbox', { name: 'Port', exact: true }).fill(String(server.signIn.port));
  await page.getByRole('button', { name: 'Add account', exact: true }).tap();

  const [newest, next] = generated;
  await expect(rows(page).first()).toContainText(newest?.subject ?? '', { timeout: 15_000 });
  await rows(page).first().tap();
  await expectOpened(page, newest?.subject);
  // One pane: the reader lies over the list, which nobody can reach meanwhile.
  const list = page.getByRole('grid', { name: 'Messages', includeHidden: true });
  await expectOutOfReach(list);

  await page.getByRole('button', { name: 'Back' }).tap();
  await expect(list).toBeFocused();
  await expectOutOfReach(page.getByRole('button', { name: 'Back', includeHidden: true }));
  await expect(rows(page).nth(1)).toContainText(next?.subject ?? '');
  await allHere(page, generated.length, 120_000);

  // The system's own way back does the same.
  await rows(page).nth(1).tap();
  await expectOpened(page, next?.subject);
  await page.goBack();
  await expect(rows(page).nth(1)).toBeVisible();

  // Nothing is wider than the screen, and what is tapped is large enough for a finger (WCAG 2.5.8).
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const heights = await page
    .getByRole('button')
    .evaluateAll((buttons) =>
      buttons.filter((each) => each.checkVisibility()).map((each) => each.getBoundingClientRect().height),
    );
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(24);
});
