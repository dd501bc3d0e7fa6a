import { expect, type Page, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, expectOpened, reader, rows } from './support/browser';
import { colours, frameMail } from './support/frameMail';
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

const body = (page: Page) => reader(page).locator('iframe[title="Message body"]').contentFrame();

/** The colour on the screen, a little inside of the right lower corner of an element. */
async function drawn(page: Page, id: string): Promise<number[]> {
  const picture = await body(page).locator(`#${id}`).screenshot();
  const other = await page.context().newPage();
  const found = await other.evaluate(async (png) => {
    const blob = new Blob([Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))]);
    const bitmap = await createImageBitmap(blob);
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    return [...(context?.getImageData(bitmap.width - 4, bitmap.height - 4, 1, 1).data.slice(0, 3) ?? [])];
  }, picture.toString('base64'));
  await other.close();
  return found;
}
const apart = (one: readonly number[], other: readonly number[]) =>
  Math.max(...one.map((part, index) => Math.abs(part - (other[index] ?? 0))));

test.describe('in the dark', () => {
  test.use({ colorScheme: 'dark' });

  test('what is written turns, and pictures keep their colours', async ({ page }) => {
    await start(page);
    await open(page, 'Pictures');
    await expect.poll(() => drawn(page, 'beside').then((found) => Math.max(...found))).toBeLessThan(60);
    expect(Math.max(...(await drawn(page, 'words')))).toBeLessThan(60);
    for (const [name, colour] of Object.entries(colours)) {
      expect(apart(await drawn(page, name), colour), name).toBeLessThan(12);
    }
    // Grounds that are pictures, too, with what was made to be read on them.
    expect(apart(await drawn(page, 'empty'), colours.red)).toBeLessThan(12);
    expect(apart(await drawn(page, 'banner'), colours.blue)).toBeLessThan(12);
    await expect(body(page).locator('#banner')).toHaveCSS('color', 'rgb(255, 255, 255)');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Original colours' }).click();
    await expect.poll(() => drawn(page, 'words')).toEqual([255, 255, 255]);
    expect(apart(await drawn(page, 'red'), colours.red)).toBeLessThan(12);
    await page.getByRole('button', { name: 'Original colours' }).click();
    // What stands on a picture as a whole is left as it is.
    await open(page, 'Ground');
    await expect
      .poll(() => drawn(page, 'words').then((found) => apart(found, colours.blue)))
      .toBeLessThan(12);
    await expect(body(page).locator('body')).toHaveCSS('color', 'rgb(255, 255, 255)');
  });
});

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
