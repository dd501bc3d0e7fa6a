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

test('larger letters are larger in a message that is made to fit, too, and it scrolls in its frame', async ({
  page,
}) => {
  await start(page);
  await open(page, 'Wide');
  const desktop = page.viewportSize() ?? { width: 1280, height: 800 };
  const frame = reader(page).locator('iframe[title="Message body"]');
  const cell = () =>
    body(page)
      .locator('td')
      .evaluate((each) => each.getBoundingClientRect().height);
  const over = () =>
    frame.evaluate((each: HTMLIFrameElement) => {
      const root = each.contentDocument?.documentElement;
      return (root?.scrollWidth ?? 0) - each.clientWidth;
    });
  const choose = async (size: string) => {
    await page.getByRole('button', { name: 'More for this message' }).click();
    await page.getByRole('menuitemradio', { name: size, exact: true }).click();
    await page.keyboard.press('Escape');
  };
  for (const viewport of [desktop, { width: 390, height: 844 }]) {
    await page.setViewportSize(viewport);
    await expect.poll(over).toBe(0);
    const usual = await cell();
    await choose('Very large');
    await expect.poll(cell).toBeGreaterThan(usual * 1.45);
    expect(await over()).toBeGreaterThan(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    const bottom = () =>
      frame.evaluate((each: HTMLIFrameElement) => {
        const cell = each.contentDocument?.querySelector('td')?.getBoundingClientRect();
        return each.clientHeight - (cell?.bottom ?? 9_999);
      });
    await expect.poll(bottom).toBeGreaterThanOrEqual(0);
    await choose('Normal');
    await expect.poll(over).toBe(0);
  }
});

test('cards are printed: when, where and who, and what became of a message', async ({ page }) => {
  await start(page);
  const print = async (subject: string) => {
    await open(page, subject);
    await page.getByRole('button', { name: 'More for this message' }).click();
    await page.getByRole('menuitem', { name: 'Print' }).click();
    return page.locator('iframe[title="Printed message"]').contentFrame().locator('body');
  };
  const firing = await print('Firing');
  for (const words of [
    'Come!',
    'Invitation',
    'First firing',
    /11:00.*12:30/,
    'Workshop',
    'Mira Kovac',
    'Bob',
  ]) {
    await expect(firing).toContainText(words);
  }
  const returned = await print('Returned');
  await expect(returned).toContainText('Sorry.');
  await expect(returned).toContainText(
    'Your message did not reach bob@x.example. The address does not exist.',
  );
});
