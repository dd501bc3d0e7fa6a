import { expect, type Locator, type Page, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, button, expectOpened, reader, rows } from './support/browser';
import { type MailServer, startMailServer } from './support/mailServer';
import { readingMail } from './support/readingMail';

/** Where the focus is when something is over, and what is chosen by keys. */

let server: MailServer;
let app: RunningApp;
test.beforeAll(async () => {
  server = await startMailServer(readingMail);
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port] });
});
test.afterAll(async () => {
  await app?.stop();
  await server?.close();
});

const grid = (page: Page) => page.getByRole('grid', { name: 'Messages' });
const frame = (page: Page) => reader(page).locator('iframe[title="Message body"]');

async function begin(page: Page): Promise<void> {
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, readingMail.length);
}

async function open(page: Page, subject: string): Promise<void> {
  await rows(page).filter({ hasText: subject }).click();
  await expectOpened(page, subject);
}

/** Opens a dialog by a key, closes it by another, and is where it was. */
async function thereAndBack(page: Page, key: string, place: Locator): Promise<void> {
  await page.keyboard.press(key);
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(place, `after ${key}`).toBeFocused();
}

test('a dialog gives the focus back to where it was: the list, the message, the button that opened it', async ({
  page,
}) => {
  await begin(page);
  await open(page, 'Wide');
  await expect(grid(page)).toBeFocused();
  for (const key of ['v', 'l', 'b', '?', 'Control+k']) await thereAndBack(page, key, grid(page));

  await frame(page).contentFrame().getByText('Six hundred wide').click();
  await expect(frame(page)).toBeFocused();
  for (const key of ['?', 'Control+k']) await thereAndBack(page, key, frame(page));

  const more = page.getByRole('button', { name: 'More for this message' });
  await more.click();
  await page.getByRole('menuitem', { name: 'Show original' }).click();
  await expect(page.getByRole('dialog', { name: 'Original message' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();

  // What was found among the commands makes room for what it opens; then one is back where one was before both.
  await grid(page).focus();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
  await page.keyboard.type('appearance');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Commands' })).toHaveCount(0);
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(grid(page)).toBeFocused();
});

test('from inside a message Space pages on, and the next message has the focus at its subject', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 400 });
  await begin(page);
  await open(page, 'Wide');
  await frame(page).contentFrame().getByText('Six hundred wide').click();
  const top = () => reader(page).evaluate((article) => article.parentElement?.scrollTop);
  expect(await top()).toBe(0);
  await page.keyboard.press('Space');
  await expect.poll(top).toBeGreaterThan(0);
  await page.keyboard.press('Shift+Space');
  await expect.poll(top).toBe(0);

  await page.keyboard.press('j');
  await expectOpened(page, 'White');
  await expect(reader(page).getByRole('heading', { name: 'White' })).toBeFocused();
  await page.keyboard.press('k');
  await expectOpened(page, 'Wide');
});

test('in the list Shift and the arrows choose, Ctrl and A chooses all; what is chosen is seen, and can be read at 200 %', async ({
  page,
}) => {
  await begin(page);
  await grid(page).focus();
  const selected = (count: number) =>
    expect(page.getByText(`${count} selected`, { exact: true })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await selected(2);
  await page.keyboard.press('Shift+ArrowDown');
  await selected(3);
  await page.keyboard.press('Shift+ArrowUp');
  await selected(2);
  await expect(rows(page).nth(0)).toHaveAttribute('aria-selected', 'true');
  await expect(rows(page).nth(2)).toHaveAttribute('aria-selected', 'false');
  const ground = (row: number) =>
    rows(page)
      .nth(row)
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  // The keys are at the second: the first is chosen alone.
  expect(await ground(0)).toBe(await ground(1));
  expect(await ground(0)).not.toBe(await ground(2));

  await page.setViewportSize({ width: 640, height: 400 });
  await selected(2);
  for (const text of [
    page.getByText('2 selected', { exact: true }),
    button(page, `Select all ${readingMail.length}`),
  ])
    expect(await text.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(
      0,
    );
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.keyboard.press('Control+a');
  await selected(readingMail.length);
  await page.keyboard.press('Escape');
  await expect(page.getByText('selected', { exact: false })).toHaveCount(0);

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard keys' })).toContainText('Find a command');
});
