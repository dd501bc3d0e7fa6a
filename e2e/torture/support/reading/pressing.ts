import { expect, type Locator, type Page } from '@playwright/test';
import { expectOpened, reader, rows } from '@/e2e/support/browser';
import type { Payload } from './payloads';

/** Opens a message by its link. */
export async function showMessage(page: Page, id: string, subject: string): Promise<void> {
  await page.evaluate((id) => {
    history.pushState(null, '', `/mail?folder=inbox&message=${id}`);
    dispatchEvent(new PopStateEvent('popstate'));
  }, id);
  await expectOpened(page, subject);
}

/** Opens a conversation with all of its parts: bodies are drawn at a second place, beside the message that is read. */
export async function openConversation(
  page: Page,
  id: string,
  subject: string,
  parts: number,
): Promise<void> {
  await showMessage(page, id, subject);
  await page.getByRole('button', { name: 'Expand all' }).click();
  const frames = page.locator('iframe[title="Message body"]');
  await expect(frames).toHaveCount(parts, { timeout: 60_000 });
  const waiting = (all: Element[]) =>
    all.filter((each) => {
      const inside = (each as HTMLIFrameElement).contentDocument;
      return inside?.URL !== 'about:srcdoc' || inside.readyState !== 'complete';
    }).length;
  await expect.poll(() => frames.evaluateAll(waiting), { timeout: 30_000 }).toBe(0);
}

/** Of more than ten downloads a second Chromium drops the rest without a word, ms. */
const betweenDownloads = 110;
let lastDownload = 0;

/**
 * Presses what saves a file, no sooner than the browser takes it.
 *
 * @returns the name that it was saved by
 */
export async function saveFile(page: Page, button: Locator, timeout = 30_000): Promise<string> {
  await page.waitForTimeout(Math.max(0, lastDownload + betweenDownloads - Date.now()));
  const coming = page.waitForEvent('download', { timeout });
  await button.click();
  const saved = await coming;
  lastDownload = Date.now();
  await saved.delete();
  return saved.suggestedFilename();
}

/** Looks at every attachment of the open message that can be looked at, and saves each. Gives how many there were. */
export async function pressAttachments(page: Page): Promise<number> {
  const cards = reader(page)
    .getByRole('region', { name: /attachment/ })
    .getByRole('listitem');
  const count = await cards.count();
  for (const card of await cards.all()) {
    const buttons = card.getByRole('button');
    if ((await buttons.count()) > 1) {
      await buttons.first().click();
      const shown = page.getByRole('dialog');
      await expect(shown.locator('section, img, audio, video').first()).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(shown).toHaveCount(0);
    }
    await saveFile(page, buttons.last());
  }
  return count;
}

/** Prints the open message, as far as a browser without a printer does. */
export async function print(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More for this message' }).click();
  await page.getByRole('menuitem', { name: 'Print' }).click();
  await expect(
    page.locator('iframe[title="Printed message"]').contentFrame().locator('body'),
  ).not.toBeEmpty();
}

/** Comes by links whose parameters are payloads, and to the pages that show names of senders. */
export async function followLinks(page: Page, origin: string, payloads: readonly Payload[]): Promise<void> {
  for (const { html } of payloads) {
    const hostile = encodeURIComponent(html.slice(0, 1_500));
    await page.goto(`${origin}/mail?q=${hostile}`);
    await expect(page.getByRole('heading', { name: 'Results' })).toBeVisible();
    const rest = [
      'folder',
      'message',
      'only',
      'account',
      'settings',
      'add',
      'mailto',
      'title',
      'text',
      'url',
    ];
    await page.goto(`${origin}/mail?${rest.map((name) => `${name}=${hostile}`).join('&')}#${hostile}`);
    await expect(rows(page).first()).toBeVisible();
  }
  for (const section of ['contacts', 'overview', 'rules', 'junk']) {
    await page.goto(`${origin}/mail?settings=${section}`);
    const shown = page.getByRole('dialog').getByRole('region').first();
    await expect(shown).toBeVisible();
    await expect(shown.locator('[aria-busy="true"]')).toHaveCount(0);
  }
  await page.goto(`${origin}/mail`);
  await rows(page).first().click();
  await expectOpened(page);
}
