import { execFileSync } from 'node:child_process';
import { expect, type Locator, type Page } from '@playwright/test';

/** The system's Chromium: nothing is ever downloaded. Throws when there is none. */
export function chromiumPath(): string {
  const path = execFileSync(
    'sh',
    ['-c', 'command -v chromium || command -v chromium-browser || command -v google-chrome || true'],
    { encoding: 'utf8' },
  ).trim();
  if (path === '')
    throw new Error('There is no Chromium. On Debian or Ubuntu: sudo apt-get install chromium');
  return path;
}

/** Keep Chromium from talking to its maker; it runs as root in containers, hence without its sandbox. */
export const quietFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

export interface SignIn {
  address: string;
  password: string;
  host: string;
  port: number;
  security?: 'TLS' | 'STARTTLS' | 'None';
  username?: string;
}

/** Fills in the account form by its accessible names, and sends it. */
export async function addAccount(page: Page, signIn: SignIn): Promise<void> {
  await fillAccount(page, signIn);
  await sendAccount(page);
}

export async function sendAccount(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add account', exact: true }).click();
}

export async function fillAccount(page: Page, signIn: SignIn): Promise<void> {
  await page.getByRole('textbox', { name: 'Email address' }).fill(signIn.address);
  await page.getByLabel('Password', { exact: true }).fill(signIn.password);
  const host = page.getByRole('textbox', { name: 'POP3 server' });
  if (!(await host.isVisible())) await page.getByRole('button', { name: 'Server settings' }).click();
  await host.fill(signIn.host);
  await page.getByRole('combobox', { name: 'Security' }).selectOption({ label: signIn.security ?? 'TLS' });
  await page.getByRole('textbox', { name: 'Port', exact: true }).fill(String(signIn.port));
  if (signIn.username !== undefined) {
    await page.getByRole('textbox', { name: 'Username' }).fill(signIn.username);
  }
}

/** The list's rows, whether it is a grid or a listbox. */
export function rows(page: Page): Locator {
  const list = page
    .getByRole('grid', { name: 'Messages' })
    .or(page.getByRole('listbox', { name: 'Messages' }));
  return list.getByRole('row').or(list.getByRole('option'));
}

export const button = (where: Page | Locator, name: string): Locator =>
  where.getByRole('button', { name, exact: true });

/** A folder, label or saved search among the folders. */
export const place = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Folders' }).getByRole('link', { name, exact: true });

/** Waits until it is said what was done. */
export const notice = (page: Page, text: string): Promise<void> =>
  expect(page.getByRole('main').getByText(text, { exact: true })).toBeVisible();

export function status(page: Page): Locator {
  return page.getByRole('status', { name: 'Sync status' });
}

/** Waits until the status line says that so many messages are here, and no more are coming. */
export async function allHere(page: Page, count: number, timeout = 60_000): Promise<void> {
  const text = count === 1 ? '1 message here' : `${count.toLocaleString('en-US')} messages here`;
  await expect(status(page)).toContainText(text, { timeout });
}

export const searchBox = (page: Page): Locator => page.getByRole('searchbox', { name: 'Search mail' });

/** Searches, and waits until so many messages were found. */
export async function expectResults(page: Page, query: string, results: number): Promise<void> {
  await searchBox(page).fill(query);
  const text = results === 1 ? '1 result' : `${results} results`;
  await expect(page.getByRole('status').filter({ hasText: /^\d+ results?$/ })).toHaveText(text);
}

export function reader(page: Page): Locator {
  return page.getByRole('article', { name: 'Message' });
}

/**
 * Goes through all messages from the newest on, by the keyboard as one reads, and waits for each to open. The list is
 * on the screen. Gives the links of those that took longer than `patience` ms.
 */
export async function readAll(
  page: Page,
  subjects: ReadonlyMap<string, string>,
  patience: number,
  onOpened: (id: string) => Promise<void> = async () => {},
): Promise<string[]> {
  const slow: string[] = [];
  const seen = new Set<string>();
  await rows(page).first().click();
  for (;;) {
    const began = Date.now();
    const { id, heading } = await nextOpened(page, patience * 3);
    if (Date.now() - began > patience) slow.push(`${id}: ${Date.now() - began} ms`);
    expect(seen.has(id), `${id} opens once`).toBe(false);
    seen.add(id);
    expect(heading).toBe(asShown(subjects.get(id) || '(no subject)'));
    await onOpened(id);
    if (seen.size === subjects.size) return slow;
    await page.evaluate(() => document.querySelector('article > h2 + *')?.setAttribute('data-left', ''));
    await page.keyboard.press('j');
  }
}

const asShown = (text: string) => text.replace(/\s+/g, ' ').trim();

/**
 * Waits until another message is open than the one that is marked as left: two in a row can have the same subject. All
 * of it is asked within the page: where hundreds are opened, asking from outside takes longer than they do.
 */
async function nextOpened(page: Page, timeout: number): Promise<{ id: string; heading: string }> {
  const isOpen = () => {
    const article = document.querySelector('article[aria-label="Message"][aria-busy="false"]');
    if (!article || article.querySelector('[data-left]')) return null;
    const frame = article.querySelector<HTMLIFrameElement>('iframe[title="Message body"]');
    if (frame ? !frame.contentDocument?.body : article.querySelector('[role="progressbar"]')) return null;
    const id = new URLSearchParams(location.search).get('message') ?? '';
    return { id, heading: article.querySelector('h2')?.textContent ?? '' };
  };
  const there = await page.waitForFunction(isOpen, undefined, { polling: 'raf', timeout });
  const { id, heading } = (await there.jsonValue()) ?? { id: '', heading: '' };
  await there.dispose();
  return { id, heading: asShown(heading) };
}

/** Whether nothing is to be seen of the open message below its heading: no words, no picture, no file, no card. */
export function isBlank(page: Page): Promise<boolean> {
  return reader(page).evaluate((article) => {
    // Files and cards stand in sections of their own.
    if (article.querySelector('section')) return false;
    const body = article.querySelector<HTMLIFrameElement>('iframe[title="Message body"]')?.contentDocument
      ?.body;
    if (!body) return article.textContent.includes('This message has no text.');
    // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not seen
    const words = body.innerText.trim();
    const seen = 'img, svg, hr, input, td[bgcolor], [style*="background"]';
    return words === '' && body.querySelector(seen) === null;
  });
}

/**
 * Waits until the open message is there: its body, or its source where it could not be parsed. HTML stands in the
 * sandboxed frame, plain text beside the heading.
 */
export async function expectOpened(page: Page, subject?: string, timeout = 10_000): Promise<void> {
  const article = reader(page);
  const heading = article.getByRole('heading').first();
  if (subject === undefined) await expect(heading).not.toBeEmpty({ timeout });
  else await expect(heading).toHaveText(subject, { timeout });
  await expect(article).toHaveAttribute('aria-busy', 'false', { timeout });
  const frame = article.locator('iframe[title="Message body"]');
  if ((await frame.count()) > 0) await expect(frame.contentFrame().locator('body')).toBeAttached({ timeout });
  else await expect(article.getByRole('progressbar')).toHaveCount(0);
}
