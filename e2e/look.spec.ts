import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, expectOpened, reader, rows } from './support/browser';
import { type MailServer, startMailServer } from './support/mailServer';
import { drawing, oddMail, page as webPage } from './support/oddMail';

/** How it looks and is held: borders, rows, zoom, motion, direction, keys; and mail of unusual looks. */

let server: MailServer;
let app: RunningApp;
test.beforeAll(async () => {
  server = await startMailServer(oddMail);
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port] });
});
test.afterAll(async () => {
  await app?.stop();
  await server?.close();
});

async function begin(page: Page): Promise<void> {
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, oddMail.length);
}

async function open(page: Page, subject: string): Promise<void> {
  await rows(page).filter({ hasText: subject }).first().click();
  await expectOpened(page, subject);
}

const across = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

test('borders are dragged, rows are compact, nothing is too wide at 200 %, motion is reduced, the page mirrors, keys can be off', async ({
  page,
}) => {
  await begin(page);
  await test.step('borders', async () => {
    const border = page.getByRole('separator', { name: 'Width of the message list' });
    const width = async () => Number(await border.getAttribute('aria-valuenow'));
    const drag = async (by: number) => {
      const { x, y, width } = (await border.boundingBox()) ?? { x: 0, y: 0, width: 0 };
      await page.mouse.move(x + width / 2, y + 200);
      await page.mouse.down();
      await page.mouse.move(x + width / 2 + by, y + 200, { steps: 3 });
      await page.mouse.up();
    };
    const before = await width();
    await drag(60);
    await expect.poll(width).toBe(before + 60);
    await page.reload();
    await expect(rows(page).first()).toBeVisible();
    await expect.poll(width).toBe(before + 60);
    const list = page.locator(`#${await border.getAttribute('aria-controls')}`);
    expect((await list.boundingBox())?.width).toBeCloseTo(before + 60, 0);

    // Mirrored, what is dragged to the left makes it wider; the folders stand on the right.
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    await drag(-40);
    await expect.poll(width).toBe(before + 100);
    await open(page, 'Tall');
    const left = async (name: string) =>
      (await page.getByRole('navigation', { name }).or(page.getByRole('grid', { name })).boundingBox())?.x ??
      0;
    const article = (await reader(page).boundingBox())?.x ?? 0;
    expect(await left('Messages')).toBeGreaterThan(article);
    expect(await left('Folders')).toBeGreaterThan(await left('Messages'));
    expect(await across(page)).toBe(0);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.evaluate(() => {
      document.documentElement.dir = 'ltr';
    });
  });

  await test.step('rows and keys', async () => {
    const height = async () => (await rows(page).first().boundingBox())?.height;
    const appearance = async (group: string, choice: string) => {
      await page.goto(`${app.origin}/mail?settings=appearance`);
      await page.getByRole('group', { name: group }).getByText(choice, { exact: true }).click();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    };
    expect(await height()).toBe(78);
    await appearance('Density', 'Compact');
    await expect.poll(height).toBe(32);

    const message = () => new URL(page.url()).searchParams.get('message');
    await appearance('Keyboard keys', 'Off');
    await rows(page).first().click();
    await expectOpened(page);
    const first = message();
    for (const key of ['j', 'e', '?']) await page.keyboard.press(key);
    expect(message()).toBe(first);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await appearance('Keyboard keys', 'On');
    await rows(page).first().click();
    await expectOpened(page);
    await page.keyboard.press('j');
    expect(message()).not.toBe(first);
    await appearance('Density', 'Comfortable');
    await expect.poll(height).toBe(78);
  });

  await test.step('motion', async () => {
    /** ms */
    const longest = () =>
      page.evaluate(() =>
        Math.max(
          ...[...document.querySelectorAll('*')]
            .map((each) => getComputedStyle(each))
            .flatMap(({ transitionDuration, animationDuration }) =>
              `${transitionDuration},${animationDuration}`.split(','),
            )
            .map((time) => Number.parseFloat(time) * (time.endsWith('ms') ? 1 : 1_000)),
        ),
      );
    expect(await longest()).toBeGreaterThan(50);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await expect.poll(longest).toBeLessThanOrEqual(1);
    await page.emulateMedia({ reducedMotion: null });
  });

  await test.step('200 %', async () => {
    await page.setViewportSize({ width: 640, height: 400 });
    expect(await across(page)).toBe(0);
    await page.goto(`${app.origin}/mail?settings=appearance`);
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await across(page)).toBe(0);
  });
});

test('quotes are folded, files are seen, heard and saved as octets, heavy and tall mail is laid out', async ({
  page,
}) => {
  await begin(page);
  await test.step('plain text', async () => {
    await open(page, 'Letter');
    const quotes = reader(page).locator('blockquote');
    await expect(reader(page).getByText('what was asked')).toBeVisible();
    await expect(quotes.locator('blockquote', { hasText: 'and before that' })).toBeVisible();
    await expect(reader(page).getByText('long ago 3')).toBeHidden();
    await reader(page).getByText('6 lines of older quotes').click();
    await expect(reader(page).getByText('long ago 3')).toBeVisible();
    await expect(reader(page).getByText('Mira signs')).toHaveCount(0);
    expect(await accessibilityProblems(page)).toEqual([]);
    await reader(page)
      .getByRole('button', { name: /^Show the rest/ })
      .click();
    const colour = (text: string) =>
      reader(page)
        .getByText(text)
        .first()
        .evaluate((each) => getComputedStyle(each).color);
    expect(await colour('Mira signs')).not.toBe(await colour('My own words'));

    await page.evaluate(() => {
      navigator.clipboard.writeText = async (text) => void Object.assign(globalThis, { copied: text });
    });
    await page.getByRole('button', { name: 'More for this message' }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    expect(await accessibilityProblems(page, '[role="menu"]')).toEqual([]);
    await page.getByRole('menuitem', { name: 'Copy text' }).click();
    const copied = () => page.evaluate(() => (globalThis as { copied?: string }).copied ?? '');
    await expect.poll(copied).toContain('Mira signs');
    await page.getByRole('button', { name: 'Show original' }).click();
    const source = page.getByRole('dialog', { name: 'Original message' });
    await expect(source.locator('pre')).toContainText('My own words');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  await test.step('files', async () => {
    await open(page, 'Pieces');
    await page.getByRole('button', { name: 'Preview dot.png' }).click();
    const picture = page.getByRole('dialog', { name: 'dot.png' }).getByRole('img', { name: 'dot.png' });
    await expect.poll(() => picture.evaluate((each: HTMLImageElement) => each.naturalWidth)).toBe(1);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Preview quiet.wav' }).click();
    const sound = page.getByRole('dialog', { name: 'quiet.wav' }).locator('audio');
    await sound.evaluate((element: HTMLAudioElement) => void element.play().catch(() => {}));
    await expect.poll(() => sound.evaluate((element: HTMLAudioElement) => element.ended)).toBe(true);
    await page.keyboard.press('Escape');
    // Pages and drawings are saved, whatever their sender calls them, and open nothing here.
    for (const [name, content] of [
      ['page.html', webPage],
      ['drawing.svg', drawing],
    ] as const) {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: `Save ${name}` }).click();
      const saved = await download;
      expect(saved.suggestedFilename()).toBe(name);
      expect(await readFile(await saved.path(), 'utf8')).toBe(content);
    }
    expect(page.context().pages()).toHaveLength(1);
    expect(await page.title()).not.toBe('ran');

    await open(page, 'Packed');
    const unpacked = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Preview PLAN.TXT' }).click();
    await page.getByRole('dialog', { name: 'PLAN.TXT' }).getByRole('button', { name: 'Save' }).click();
    expect(await readFile(await (await unpacked).path(), 'utf8')).toBe('first fire');
    await page.keyboard.press('Escape');
    await expect(reader(page).getByText('winmail.dat')).toHaveCount(0);
  });

  await test.step('bodies', async () => {
    const frame = reader(page).locator('iframe[title="Message body"]');
    await open(page, 'Heavy');
    await expect(reader(page)).toContainText('This message is unusually large.');
    await expect(reader(page).getByText('the very end')).toBeVisible();
    await expect(frame).toHaveCount(0);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show the layout' }).click();
    await expect(frame.contentFrame().getByText('the very end')).toBeVisible();

    await open(page, 'Cancelled');
    const card = reader(page).getByRole('region', { name: 'Called off' });
    await expect(card).toContainText('First firing');
    await expect(card.getByRole('button')).toHaveCount(0);
    expect(await accessibilityProblems(page)).toEqual([]);

    await open(page, 'Tall');
    await expect(frame.contentFrame().getByText('ground')).toBeAttached();
    const spare = () =>
      frame.evaluate((element: HTMLIFrameElement) => {
        const { bottom = 0 } = element.contentDocument?.querySelector('p')?.getBoundingClientRect() ?? {};
        return {
          high: bottom > 3_333,
          hidden: Math.max(0, bottom - element.clientHeight),
          empty: element.clientHeight - bottom,
        };
      });
    await expect.poll(async () => (await spare()).hidden).toBe(0);
    expect(await spare()).toMatchObject({ high: true });
    expect((await spare()).empty).toBeLessThan(60);
  });
});
