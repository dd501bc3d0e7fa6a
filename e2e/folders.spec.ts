import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, button, expectOpened, notice, place, rows } from './support/browser';
import { dealByMenu } from './support/deeds';
import { exactCounters, expectFolder, packOctets } from './support/folders';
import { asStored, type MailServer, startMailServer } from './support/mailServer';
import { generateMessages } from './support/messages';
import { storedDigests } from './support/vault';

/** Folders and what happens to mail in them: moved, marked, undone, counted, in two tabs, by mouse, key and finger. */

const mail = generateMessages(60);
const subject = (index: number) => mail[index]?.subject ?? 'none';
let server: MailServer;
let app: RunningApp;

test.beforeAll(async () => {
  server = await startMailServer(asStored(mail));
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port] });
});
test.afterAll(async () => {
  await app?.stop();
  await server?.close();
});

async function openMail(context: BrowserContext, page?: Page): Promise<Page> {
  const tab = page ?? (await context.newPage());
  await tab.goto(app.origin);
  await addAccount(tab, server.signIn);
  await allHere(tab, mail.length);
  return tab;
}

test('archive, delete, junk and star: moved at once, counted exactly, the next message opens, two tabs agree', async ({
  context,
  page,
}) => {
  await openMail(context, page);
  const other = await context.newPage();
  await other.goto(`${app.origin}/mail?folder=archive`);
  await expect(other.getByText('The archive is empty')).toBeVisible();

  await rows(page).first().click();
  await expectOpened(page, subject(0));
  await expectFolder(page, 'Inbox', { total: 60, unread: 59 });

  await button(page, 'Archive').click();
  await notice(page, 'Archived');
  await expectOpened(page, subject(1));
  await expect(rows(page).first()).toContainText(subject(1));
  await expect(rows(other)).toHaveCount(1);
  await expectFolder(other, 'Archive', { total: 1, unread: 0 });

  await button(page, 'Delete').click();
  await notice(page, 'Moved to Trash');
  await expectOpened(page, subject(2));
  await button(page, 'Mark as junk').click();
  await notice(page, 'Moved to Junk');
  await expectOpened(page, subject(3));
  await button(page, 'Star').click();
  await expect(button(page, 'Star')).toHaveAttribute('aria-pressed', 'true');
  expect(await exactCounters(page)).toEqual({
    inbox: { total: 57, unread: 56 },
    archive: { total: 1, unread: 0 },
    trash: { total: 1, unread: 0 },
    junk: { total: 1, unread: 0 },
    starred: { total: 1, unread: 0 },
  });
  for (const tab of [page, other]) {
    await expectFolder(tab, 'Inbox', { total: 57, unread: 56 });
    await expectFolder(tab, 'Starred', { total: 1, unread: 0 });
  }

  // Elsewhere by now, it can be taken back all the same; after a reload no longer, and all is as it was.
  await place(page, 'Starred').click();
  await expect(page).toHaveURL(/folder=starred/);
  await expect(rows(page)).toHaveCount(1);
  await button(page, 'Undo').click();
  await expect(page.getByText('Nothing is starred')).toBeVisible();
  await page.keyboard.press('z');
  await expectFolder(page, 'Junk', { total: 0, unread: 0 });
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: 58 }, junk: { total: 0 } });
  await page.reload();
  await expectFolder(page, 'Inbox', { total: 58, unread: 56 });
  await page.keyboard.press('z');
  await place(page, 'Trash').click();
  await expect(rows(page)).toHaveCount(1);
  await rows(page).first().click();
  await button(page, 'Move to Inbox').click();
  await expect(page.getByText('The trash is empty')).toBeVisible();
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: 59 }, trash: { total: 0 } });
});

test('by keys alone: e # ! s Shift+U z, without opening anything', async ({ context, page }) => {
  await openMail(context, page);
  await rows(page).first().click();
  await expectOpened(page, subject(0));
  await expectFolder(page, 'Inbox', { total: 60, unread: 59 });
  await page.keyboard.press('Escape');
  const selected = page.locator('[role=row][aria-selected=true]');
  await page.keyboard.press('e');
  await notice(page, 'Archived');
  await expect(selected).toContainText(subject(1));
  await page.keyboard.press('Shift+#');
  await notice(page, 'Moved to Trash');
  await expect(selected).toContainText(subject(2));
  await page.keyboard.press('!');
  await notice(page, 'Moved to Junk');
  await expect(selected).toContainText(subject(3));
  await page.keyboard.press('s');
  await notice(page, 'Starred');
  await page.keyboard.press('Shift+U');
  await notice(page, 'Marked as read');
  expect(await exactCounters(page)).toMatchObject({
    inbox: { total: 57, unread: 56 },
    starred: { total: 1, unread: 0 },
  });
  for (const left of [57, 57, 58, 59, 60]) {
    await page.keyboard.press('z');
    await notice(page, 'Undone');
    await expect.poll(async () => (await exactCounters(page)).inbox?.total).toBe(left);
  }
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: 60, unread: 59 } });
  // The last of a folder leaves nothing selected, and nothing breaks.
  await page.keyboard.press('z');
  await expectFolder(page, 'Inbox', { total: 60, unread: 59 });
});

test('many at once: by box, range, key and all of the folder, undone as one', async ({ context, page }) => {
  await openMail(context, page);
  const box = (index: number) => rows(page).nth(index).getByRole('checkbox');
  await rows(page).nth(1).hover();
  await box(1).click();
  await expect(page.getByText('1 selected')).toBeVisible();
  // Both can be read whole beside what can be done.
  await expect(button(page, 'Keep in order')).toBeVisible();
  for (const text of [page.getByText('1 selected'), button(page, 'Select all 60')])
    expect(await text.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThan(2);
  await rows(page)
    .nth(4)
    .click({ modifiers: ['Shift'] });
  await expect(page.getByText('4 selected')).toBeVisible();
  await box(3).click();
  await expect(page.getByText('3 selected')).toBeVisible();
  await expect(page.locator('[role=row][aria-selected=true]')).toHaveCount(3);
  await button(page, 'Archive').click();
  await notice(page, '3 messages archived');
  await expect(page.getByText('3 selected')).toBeHidden();
  expect(await exactCounters(page)).toEqual({
    inbox: { total: 57, unread: 57 },
    archive: { total: 3, unread: 3 },
  });
  await expect(rows(page).nth(1)).toContainText(subject(3));
  await button(page, 'Undo').click();
  await notice(page, 'Undone');
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: 60, unread: 60 } });

  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('#');
  await notice(page, '2 messages moved to Trash');
  await page.keyboard.press('x');
  await button(page, 'Select all 58').click();
  await expect(page.getByText('58 selected')).toBeVisible();
  await page.keyboard.press('Shift+U');
  await notice(page, '58 messages marked as read');
  await page.keyboard.press('e');
  await notice(page, '58 messages archived');
  await expect(page.getByText('No mail yet')).toBeVisible();
  await page.keyboard.press('z');
  await page.keyboard.press('z');
  await page.keyboard.press('z');
  await expectFolder(page, 'Inbox', { total: 60, unread: 60 });
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: 60, unread: 60 } });
});

test('in the middle of the list: what is under the pointer goes, and nothing else moves', async ({
  context,
  page,
}) => {
  await openMail(context, page);
  const list = page.getByRole('grid', { name: 'Messages' });
  await list.evaluate((grid) => {
    grid.scrollTop = 1_500;
  });
  const row = rows(page).filter({ hasText: subject(22) });
  await row.hover();
  await row.locator('[data-hint=Archive]').click();
  await notice(page, 'Archived');
  await expect(row).toHaveCount(0);
  expect(await list.evaluate((grid) => grid.scrollTop)).toBe(1_500);
  await expectFolder(page, 'Archive', { total: 1, unread: 1 });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a swipe to the right archives, to the left deletes; the bar is where the thumb is', async ({
    context,
    page,
  }) => {
    await openMail(context, page);
    const devtools = await context.newCDPSession(page);
    const swipe = async (index: number, by: number, before: () => Promise<void> = async () => {}) => {
      const row = await rows(page).nth(index).boundingBox();
      if (!row) throw new Error('no such row');
      const from = { x: 195, y: row.y + row.height / 2 };
      await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [from] });
      for (let step = 1; step <= 8; step += 1) {
        const at = { x: from.x + (by * step) / 8, y: from.y };
        await devtools.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [at] });
      }
      await before();
      await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    };
    /** The word under the row that a finger moves stands where the row has gone away from. */
    const seen = async (text: string) => {
      const word = page.locator('[data-message]').first().getByText(text, { exact: true });
      await expect(word).toBeVisible();
      const { x = 0, width = 0 } = (await word.boundingBox()) ?? {};
      const row = await rows(page).first().boundingBox();
      const gap = [x + width - (row?.x ?? 0), (row?.x ?? 0) + (row?.width ?? 0) - x];
      expect(Math.min(...gap)).toBeLessThan(0);
    };
    await rows(page).first().tap();
    await expectOpened(page, subject(0));
    await dealByMenu(page, subject(0));
    const bar = await button(page, 'Archive').boundingBox();
    expect(bar?.y).toBeGreaterThan(700);
    await button(page, 'Archive').tap();
    await notice(page, 'Archived');
    await expect(rows(page).first()).toContainText(subject(1));
    await button(page, 'Dismiss').tap();
    await rows(page).first().getByRole('checkbox').tap();
    await button(page, 'Delete').tap();
    await notice(page, 'Moved to Trash');
    await expect(rows(page).first()).toContainText(subject(2));

    await swipe(0, 150, () => seen('Archive'));
    await notice(page, 'Archived');
    await expect(rows(page).first()).toContainText(subject(3));
    await button(page, 'Undo').tap();
    await expect(rows(page).first()).toContainText(subject(2));
    // Mirrored, left and right are what they are.
    const turn = (dir: string) =>
      page.evaluate((dir) => {
        document.documentElement.dir = dir;
      }, dir);
    await turn('rtl');
    for (const [by, word] of [
      [150, 'Archive'],
      [-150, 'Delete'],
    ] as const) {
      await swipe(0, by, () => seen(word));
      await button(page, 'Undo').tap();
      await expect(rows(page).first()).toContainText(subject(2));
    }
    await turn('ltr');
    // Too short to be meant.
    await swipe(0, 40);
    await swipe(0, -150);
    await notice(page, 'Moved to Trash');
    await expect(rows(page).first()).toContainText(subject(3));
    expect(await exactCounters(page)).toMatchObject({
      inbox: { total: 57 },
      archive: { total: 1 },
      trash: { total: 2 },
    });
  });
});

test('Trash is emptied for good after a question; the room comes back, and every other octet stays', async ({
  context,
  page,
}) => {
  await openMail(context, page);
  const before = await storedDigests(page);
  const packed = () => packOctets(page);
  const full = await packed();
  await rows(page).first().hover();
  await rows(page).first().getByRole('checkbox').click();
  await button(page, 'Select all 60').click();
  await expect(page.getByText('60 selected')).toBeVisible();
  await rows(page).nth(0).getByRole('checkbox').click();
  await rows(page).nth(1).getByRole('checkbox').click();
  await button(page, 'Delete').click();
  await notice(page, '58 messages moved to Trash');
  await place(page, 'Trash').click();
  await button(page, 'Empty Trash').click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('58 are still on the mail server, and stay there.');
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expectFolder(page, 'Trash', { total: 58, unread: 58 });
  await button(page, 'Empty Trash').click();
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  await notice(page, '58 messages deleted for good');
  await expect(page.getByText('The trash is empty')).toBeVisible();
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: 2 }, trash: { total: 0 } });

  // The next check brings nothing of it back, and packs are rewritten after it.
  const retrieved = server.retrieved();
  await button(page, 'Check mail').first().click();
  await expect.poll(packed).toBeLessThan(full / 2);
  const left = await storedDigests(page);
  expect(left).toHaveLength(2);
  const known = new Map(before.map(({ uidl, actual }) => [uidl, actual]));
  for (const { uidl, claimed, actual } of left) {
    expect(actual).toBe(claimed);
    expect(actual).toBe(known.get(uidl));
  }
  expect(server.retrieved()).toBe(retrieved);
});
