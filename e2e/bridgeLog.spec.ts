import { expect, test } from '@playwright/test';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere } from './support/browser';
import { asStored, type MailServer, startMailServer } from './support/mailServer';
import { generateMessages } from './support/messages';

/** "What the bridge did": the commands of each session, at every size. */

const count = 30;
let server: MailServer;
let app: RunningApp;
test.beforeAll(async () => {
  server = await startMailServer(asStored(generateMessages(count)));
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port] });
});
test.afterAll(async () => {
  await app?.stop();
  await server?.close();
});

for (const [width, height, scheme] of [
  [1280, 800, 'light'],
  [1280, 800, 'dark'],
  [390, 844, 'light'],
  [390, 844, 'dark'],
] as const) {
  test(`fits ${width} by ${height}, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(app.origin);
    await addAccount(page, server.signIn);
    await allHere(page, count);
    await page.setViewportSize({ width, height });
    await page.goto(`${app.origin}/mail?settings=bridge`);
    await page
      .getByRole('button', { name: /^Retrieved messages/ })
      .first()
      .click();
    await expect(page.getByRole('region', { name: /^Commands of the session/ })).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    if (process.env.POSTBAG_SHOTS)
      await page.screenshot({ path: `${process.env.POSTBAG_SHOTS}/bridge-${width}-${scheme}.png` });
  });
}
