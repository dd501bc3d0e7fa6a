import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, expectOpened, reader, rows } from './support/browser';
import { type MailServer, startMailServer } from './support/mailServer';
import { readingMail } from './support/readingMail';

/** What mail brings beside its words: invitations, files, colours of its own, a list to leave. */

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

test.use({ colorScheme: 'dark' });

async function open(page: Page, subject: string): Promise<void> {
  await rows(page).filter({ hasText: subject }).click();
  await expectOpened(page, subject);
}

/** React tells the browser's developer tools, if they are there, whenever it has drawn something. */
async function countDrawings(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counted = { drawings: 0 };
    const onCommitFiberRoot = () => {
      counted.drawings += 1;
    };
    const hook = { supportsFiber: true, inject: () => 1, onCommitFiberRoot, onCommitFiberUnmount() {} };
    Object.assign(globalThis, { counted, __REACT_DEVTOOLS_GLOBAL_HOOK__: hook });
  });
}

/** How often something is drawn from a press until what it leads to is painted. */
function drawingsFor(page: Page, key: string): Promise<number> {
  return page.evaluate(async (key) => {
    const { counted } = globalThis as unknown as { counted: { drawings: number } };
    const before = counted.drawings;
    dispatchEvent(new KeyboardEvent('keydown', { key }));
    await new Promise(requestAnimationFrame);
    // This runs before the screen's frame is painted; a message to oneself comes after it.
    const painted = new MessageChannel();
    await new Promise((resolve) => {
      painted.port1.onmessage = resolve;
      painted.port2.postMessage(null);
    });
    return counted.drawings - before;
  }, key);
}

const frame = (page: Page) => reader(page).locator('iframe[title="Message body"]');

test('invitations are cards, files are looked at and saved together, colours suit the dark', async ({
  page,
}) => {
  await countDrawings(page);
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, readingMail.length);

  await open(page, 'Invitation');
  const card = reader(page).getByRole('region', { name: 'Invitation' });
  await expect(card).toContainText('First firing');
  await expect(card).toContainText(/11:00.*12:30/);
  await expect(card).toContainText('Workshop');
  await card.getByText('1 person invited').click();
  await expect(card).toContainText('Bob <bob@x.example> · may come');
  expect(await accessibilityProblems(page)).toEqual([]);
  const invitation = page.waitForEvent('download');
  await card.getByRole('button', { name: 'Add to calendar' }).click();
  expect((await invitation).suggestedFilename()).toBe('invitation.ics');

  await open(page, 'Contact');
  const contact = reader(page).getByRole('region', { name: 'Contact', exact: true });
  await expect(contact).toContainText('Mira Kovac');
  await expect(contact).toContainText('mira@kiln.example');
  for (const words of ['+49 30 1234', 'Ash Lane 1, Town', 'Birthday: February 29, 1980'])
    await expect(contact).toContainText(words);
  await expect(contact.getByRole('button', { name: 'Save contact' })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  await open(page, 'Files');
  // In the frame the message has its own direction and styles.
  const paragraph = frame(page).contentFrame().getByRole('paragraph');
  await expect(paragraph).toHaveCSS('letter-spacing', '3px');
  await expect(paragraph).toHaveCSS('direction', 'rtl');
  await page.getByRole('button', { name: 'Preview notes.txt' }).last().click();
  const dialog = page.getByRole('dialog', { name: 'notes.txt' });
  await expect(dialog).toContainText('second <b>notes</b>');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');
  // A document is drawn, with its words over it; nothing in it runs, is asked for, or can be pressed.
  const strangers: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).host === 'leak.test') strangers.push(request.url());
  });
  page.on('dialog', () => strangers.push('a dialog'));
  await page.getByRole('button', { name: 'Preview plan.pdf' }).click();
  const plan = page.getByRole('dialog', { name: 'plan.pdf' });
  await expect(plan.getByRole('img', { name: 'Page 1' })).toBeVisible();
  await expect(plan.getByRole('region', { name: 'plan.pdf' })).toContainText('Table plan');
  await expect(plan.getByRole('link')).toHaveCount(0);
  await plan.getByRole('button', { name: 'Larger' }).click();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(strangers).toEqual([]);

  await page.getByRole('button', { name: 'Preview kiln.webm' }).click();
  const video = page.getByRole('dialog', { name: 'kiln.webm' }).locator('video');
  // It is so short that it may be over before it is said to have begun.
  await video.evaluate((element: HTMLVideoElement) => void element.play().catch(() => {}));
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.ended)).toBe(true);
  expect(await video.evaluate((element: HTMLVideoElement) => element.videoWidth)).toBe(16);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');

  const archive = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save all' }).click();
  const saved = await archive;
  expect(saved.suggestedFilename()).toBe('Files.zip');
  const zip = (await readFile(await saved.path())).toString('latin1');
  for (const name of ['notes.txt', 'notes (2).txt', 'first notes', 'second <b>notes</b>'])
    expect(zip).toContain(name);

  // Messages in the body of another stand in frames of their own, under who sent them, whatever their styles hide.
  await open(page, 'Handed on');
  const phish = reader(page).getByRole('region', { name: /^Message from Your Bank/ });
  await expect(phish).toContainText('<evil@phish.example>');
  await expect(phish.getByRole('time')).toHaveText(/^Mon, Jan 5, 2026, 12:00/);
  await expect(phish.locator('iframe').contentFrame().getByText('Be quick')).toBeAttached();
  await expect(
    reader(page)
      .getByText(/phish\.example/)
      .first(),
  ).toBeVisible();
  const glaze = reader(page).getByRole('region', { name: 'Message from Bob <bob@x.example>' });
  await expect(glaze.getByText('Two buckets')).toBeVisible();
  await expect(glaze.getByRole('link')).toHaveAttribute('href', 'https://kiln.example/glaze');
  expect(await accessibilityProblems(page)).toEqual([]);

  await open(page, 'Returned');
  await expect(reader(page).getByRole('region', { name: 'Delivery report' })).toContainText(
    'Your message did not reach bob@x.example. The address does not exist.',
  );
  expect(await accessibilityProblems(page)).toEqual([]);

  // A message inside of it is read for its words, never as a page.
  await page.getByRole('button', { name: 'Preview letter.eml' }).click();
  const letter = page.getByRole('region', { name: 'letter.eml' });
  await expect(letter).toContainText('Jürgen <j@kiln.example>');
  await expect(letter).toContainText('Monday, January 5, 2026');
  await expect(letter.getByRole('paragraph')).toHaveText('Two buckets');
  expect(await accessibilityProblems(page)).toEqual([]);
  // Its own files are looked at, too.
  await letter.getByRole('button', { name: 'Preview recipe.txt' }).click();
  await expect(page.getByRole('region', { name: 'recipe.txt' })).toContainText('half ash');
  await page.keyboard.press('Escape');
  const recipe = page.getByRole('region', { name: 'recipe.txt' });
  await expect(recipe).toHaveCount(0);
  await expect(letter).toBeVisible();
  // Whoever presses the moment it appears closes it, and not the one under it.
  await page.evaluate(() => {
    const seen = new MutationObserver(() => {
      if (document.querySelectorAll('[role="dialog"]').length < 2) return;
      seen.disconnect();
      document.body.toggleAttribute('data-pressed', true);
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }),
      );
    });
    seen.observe(document.body, { childList: true, subtree: true });
  });
  await letter.getByRole('button', { name: 'Preview recipe.txt' }).click();
  await expect(page.locator('body[data-pressed]')).toBeVisible();
  await expect(recipe).toHaveCount(0);
  await expect(letter).toBeVisible();
  await letter.press('Escape');
  await expect(letter).toHaveCount(0);

  // One frame stands empty, for whichever message is opened that was not laid out ahead.
  const marked = () =>
    reader(page)
      .locator('iframe:not([title])')
      .evaluateAll((frames: HTMLIFrameElement[]) => {
        const spare = frames.find(
          ({ contentDocument: doc }) =>
            doc?.URL === 'about:srcdoc' && doc.readyState === 'complete' && !doc.body.hasChildNodes(),
        );
        spare?.setAttribute('data-spare', '');
        return spare !== undefined;
      });
  await expect.poll(marked).toBe(true);
  await open(page, 'Black');
  await expect(frame(page)).toHaveAttribute('data-spare');
  await expect(frame(page).contentFrame().locator('body')).toContainText('Black by itself');
  await expect(frame(page)).toHaveCSS('filter', 'none');
  await open(page, 'White');
  await expect(frame(page)).toHaveCSS('filter', 'hue-rotate(180deg) invert(0.9)');
  await page.getByRole('button', { name: 'Original colours' }).click();
  await expect(frame(page)).toHaveCSS('filter', 'none');
  // Remembered for the sender.
  await page.reload();
  await expectOpened(page, 'White');
  await expect(page.getByRole('button', { name: 'Original colours' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(frame(page)).toHaveCSS('filter', 'none');

  // The next message stands laid out already, and going on to it shows that very frame.
  const laidOut = (words: string) =>
    reader(page)
      .locator('iframe:not([title])')
      .evaluateAll((frames: HTMLIFrameElement[], words) => {
        const found = frames.find((each) => each.contentDocument?.body?.textContent?.includes(words));
        found?.setAttribute('data-laid-out', '');
        return found !== undefined;
      }, words);
  await expect.poll(() => laidOut('Six hundred')).toBe(true);
  await open(page, 'Wide');
  await expect(frame(page)).toHaveAttribute('data-laid-out');

  // And until it can be seen, the page is drawn once for it.
  await expect.poll(() => laidOut('White by itself')).toBe(true);
  expect(await drawingsFor(page, 'j')).toBe(1);
  await expectOpened(page, 'White');
  await expect.poll(() => laidOut('Six hundred')).toBe(true);
  expect(await drawingsFor(page, 'k')).toBe(1);
  await expectOpened(page, 'Wide');

  // On a phone a wide message is made to fit, and larger when larger letters are wished for.
  const desktop = page.viewportSize() ?? { width: 1280, height: 720 };
  const drawn = () =>
    frame(page).evaluate((element: HTMLIFrameElement) => {
      const root = element.contentDocument?.documentElement;
      return {
        over: (root?.scrollWidth ?? 0) - element.clientWidth,
        cell: root?.querySelector('td')?.getBoundingClientRect().height ?? 0,
      };
    });
  const whole = await drawn();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(async () => (await drawn()).cell).toBeLessThan(whole.cell * 0.7);
  expect((await drawn()).over).toBe(0);
  const fitted = await drawn();
  await page.getByRole('button', { name: 'More for this message' }).click();
  await page.getByRole('menuitemradio', { name: 'Very large' }).click();
  // While a menu is open, nothing else is there for those who cannot see.
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await drawn()).cell).toBeGreaterThan(fitted.cell);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'More for this message' }).click();
  await page.getByRole('menuitemradio', { name: 'Normal' }).click();

  // Printed is what is shown, below headers that the message cannot reach.
  await page.getByRole('menuitem', { name: 'Print' }).click();
  const printed = page.locator('iframe[title="Printed message"]').contentFrame();
  await expect(printed.locator('body')).toContainText('Six hundred wide');
  await expect(printed.locator('body')).toContainText('Mira Kovac <mira@kiln.example>');
  await expect(printed.locator('body')).toContainText('Attachments: shelf list.txt');
  await page.getByRole('button', { name: 'More for this message' }).click();
  const original = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Save as .eml' }).click();
  const wide = server.maildrop.messages.find(({ uidl }) => uidl === 'Wide');
  expect(await readFile(await (await original).path())).toEqual(wide?.bytes);
  await page.setViewportSize(desktop);
  // However narrow the pane is, no button of it stands outside, and what has no room is in the menu.
  await page.getByRole('separator', { name: 'Width of the message list' }).press('End');
  // By its mark: for roles it is not there while a menu is open.
  const toolbar = page.locator('[role="toolbar"][aria-label="Message actions"]');
  for (const [width, height] of [
    [1024, 768],
    [768, 1024],
    [640, 400],
  ] as const) {
    await page.setViewportSize({ width, height });
    const outside = await toolbar.locator('button').evaluateAll((buttons) =>
      buttons
        .filter((button) => {
          const { left, right } = button.getBoundingClientRect();
          return left < 0 || right > innerWidth;
        })
        .map((button) => button.getAttribute('aria-label')),
    );
    expect(outside, `${width} wide`).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await page.getByRole('button', { name: 'More for this message' }).click();
    for (const name of ['Newer message', 'Older message', 'Move to', 'Snooze', 'Show original']) {
      const item = page.getByRole('menuitem', { name });
      await expect(toolbar.getByLabel(name).filter({ visible: true }).or(item).first()).toBeVisible();
    }
    await page.keyboard.press('Escape');
  }
  await page.setViewportSize(desktop);
  // Its original is shown with all of its header, copied, and saved.
  // What is in the clipboard the page may not read.
  await page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => void Object.assign(globalThis, { copied: text });
  });
  await page.getByRole('button', { name: 'More for this message' }).click();
  await page.getByRole('menuitem', { name: 'Show original' }).click();
  const source = page.getByRole('dialog', { name: 'Original message' });
  const lines = (text: string) => text.replaceAll('\r\n', '\n');
  const shown = async () => lines((await source.locator('pre').textContent()) ?? '');
  await expect.poll(shown).toBe(lines(String(wide?.bytes)));
  await source.getByRole('button', { name: 'Copy' }).click();
  await expect(source).toContainText('Copied.');
  const copied = await page.evaluate(() => (globalThis as { copied?: string }).copied ?? '');
  expect(lines(copied)).toBe(lines(String(wide?.bytes)));
  const again = page.waitForEvent('download');
  await source.getByRole('button', { name: 'Save as .eml' }).click();
  expect(await readFile(await (await again).path())).toEqual(wide?.bytes);
  await page.keyboard.press('Escape');
  await open(page, 'White');

  // Nobody vouches for the header, so that the list's own page is opened, and only then.
  await page.getByRole('button', { name: 'Unsubscribe' }).click();
  await expect(page.getByRole('dialog')).toContainText('kiln.example');
  await expect(page.getByRole('button', { name: 'Open the page' })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');
});
