import { expect, type Page, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import {
  addAccount,
  allHere,
  button,
  expectResults,
  notice,
  place,
  rows,
  searchBox,
} from './support/browser';
import { inDatabase } from './support/database';
import { exactCounters, expectFolder } from './support/folders';
import { asStored, type MailServer, startMailServer } from './support/mailServer';
import { generateMessages } from './support/messages';
import { chooseFrom, drag } from './support/places';
import { undoes } from './support/undone';

/** Mail in order: folders of one's own, labels, pins, snoozes, saved searches; each undone. */

const mail = generateMessages(30);
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

async function openMail(page: Page): Promise<void> {
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, mail.length);
}

/** What is snoozed is due now: as if its time had come. */
const dueNow = (page: Page) =>
  inDatabase(page, async (begin) => {
    const { messages } = begin(['messages'], 'readwrite');
    for (const record of await messages.all('bySnooze'))
      if (record.snooze)
        await messages.put({ ...record, snooze: { ...record.snooze, until: Date.now() - 1 } });
  });

test('folders and labels: made, filed into by key and mouse, undone, searched, deleted; snoozed mail comes back', async ({
  page,
}) => {
  await openMail(page);

  await button(page, 'New folder').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('inbox');
  await button(page, 'Create').click();
  await expect(dialog.getByText('Postbag has a folder of this name itself.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Work');
  await dialog.getByRole('radio', { name: 'Green' }).check();
  expect(await accessibilityProblems(page)).toEqual([]);
  await button(page, 'Create').click();
  await expect(page.getByText('This folder is empty')).toBeVisible();
  // One inside of it; its colour and place are changed, and changed back.
  const menuOf = (name: string, item: string) => chooseFrom(page, name, item);
  await menuOf('Work', 'New folder inside');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Trips');
  await button(page, 'Create').click();
  const icon = (name: string) => place(page, name).locator('svg');
  const tint = (name: string) => icon(name).getAttribute('stroke');
  const start = async (name: string) => (await icon(name).boundingBox())?.x ?? 0;
  await expect(place(page, 'Trips')).toBeVisible();
  expect(await start('Trips')).toBeGreaterThan(await start('Work'));
  const [green, plain] = [await tint('Work'), await tint('Trips')];
  expect(green).not.toBe(plain);
  await menuOf('Trips', 'Name, place and colour');
  await expect(dialog.getByRole('combobox', { name: 'Inside of' }).locator('option:checked')).toHaveText(
    'Work',
  );
  await dialog.getByRole('combobox', { name: 'Inside of' }).selectOption('(at the top)');
  await dialog.getByRole('radio', { name: 'Green' }).check();
  await button(page, 'Save').click();
  await notice(page, 'Folder changed');
  await expect(icon('Trips')).toHaveAttribute('stroke', green ?? '');
  expect(await start('Trips')).toBe(await start('Work'));
  await button(page, 'Undo').click();
  await notice(page, 'Undone');
  await expect(icon('Trips')).toHaveAttribute('stroke', plain ?? '');
  expect(await start('Trips')).toBeGreaterThan(await start('Work'));
  await page.keyboard.press('z');
  await expect(place(page, 'Trips')).toBeHidden();
  await place(page, 'Inbox').click();

  // By key: into a folder that is made on the way.
  await rows(page).first().click();
  await page.keyboard.press('v');
  await dialog.getByRole('textbox', { name: 'Find a folder' }).fill('Bills');
  await dialog.getByText('Create the folder “Bills” and move there').click();
  await notice(page, 'Moved to the folder');
  await expectFolder(page, 'Bills', { total: 1, unread: 0 });
  // Made for this message, it goes with it.
  await page.keyboard.press('z');
  await expect(place(page, 'Bills')).toBeHidden();
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: 30 } });

  // By mouse: onto a folder.
  await page.keyboard.press('Escape');
  await drag(page, 2, 'Work', 'Move 1 message');
  await notice(page, 'Moved to the folder');
  await expectFolder(page, 'Work', { total: 1, unread: 1 });

  // Copied, by mouse with Ctrl and by key: the message stays where it is; taken back, the copy alone goes.
  await page.keyboard.down('Control');
  await drag(page, 2, 'Work', 'Copy 1 message');
  await page.keyboard.up('Control');
  await notice(page, 'Copied to the folder');
  await expectFolder(page, 'Work', { total: 2, unread: 2 });
  await page.keyboard.press('z');
  await expectFolder(page, 'Work', { total: 1, unread: 1 });
  await page.keyboard.press('Shift+V');
  await expect(dialog.getByRole('button', { name: 'Trash' })).toBeHidden();
  await dialog.getByRole('button', { name: 'Work' }).click();
  await notice(page, 'Copied to the folder');
  await expectFolder(page, 'Work', { total: 2, unread: 1 });
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: 29 } });
  await page.keyboard.press('z');
  await expectFolder(page, 'Work', { total: 1, unread: 1 });

  // A label on all that a search found.
  await page.keyboard.press('/');
  await page.keyboard.type('in:inbox');
  await expect(rows(page)).not.toHaveCount(0);
  await rows(page).first().hover();
  await rows(page).first().getByRole('checkbox').click();
  // Who is quick means all of them, too: the key comes before the list has named them.
  await button(page, 'Select all 29').evaluate((all: HTMLElement) => {
    all.click();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'l', bubbles: true }));
  });
  await dialog.getByRole('textbox', { name: 'Find a label' }).fill('Red');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Label added to 29 messages')).toBeVisible();
  await expect(button(dialog, 'Undo')).toBeVisible();
  await expect(dialog.getByRole('checkbox', { name: 'Red' })).toBeChecked();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expectFolder(page, 'Red', { total: 29, unread: 27 });
  await button(page, 'Clear selection').click();
  // What lies in Work is here as well, and bears no label.
  for (const [query, count] of [
    ['label:red', 29],
    ['-label:red', 1],
    ['in:work', 1],
    ['in:work OR label:red', 30],
  ] as const) {
    await expectResults(page, query, count);
  }

  // Pinned, it stands above the list.
  await place(page, 'Red').click();
  await rows(page).nth(1).click();
  await button(page, 'Pin').click();
  await notice(page, 'Pinned');
  await place(page, 'Inbox').click();
  await expect(page.getByRole('region', { name: 'Pinned' }).getByText(subject(1))).toBeVisible();
  await button(page, 'Take the pin off').click();
  await expect(page.getByRole('region', { name: 'Pinned' })).toBeHidden();

  // Snoozed until a time that comes while it is closed.
  await rows(page).nth(0).click();
  await button(page, 'Snooze').click();
  await dialog.getByRole('button', { name: 'Tomorrow' }).click();
  await notice(page, 'Snoozed');
  await expectFolder(page, 'Snoozed', { total: 1, unread: 0 });
  const counted = await exactCounters(page);
  expect(counted).toMatchObject({ inbox: { total: 28 }, snoozed: { total: 1 } });
  await dueNow(page);
  await page.reload();
  await expectFolder(page, 'Inbox', { total: 29, unread: 28 });
  await expect(page.getByRole('region', { name: 'Pinned' }).getByText(subject(0))).toBeVisible();

  await menuOf('Work', 'Delete');
  await expect(page.getByRole('alertdialog')).toContainText('Its 1 message is not lost');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await notice(page, 'Folder deleted, 1 message moved');
  await expectFolder(page, 'Archive', { total: 1, unread: 1 });
  await button(page, 'Undo').click();
  await expectFolder(page, 'Work', { total: 1, unread: 1 });
  await exactCounters(page);
});

test('however many folders there are, what stands above them keeps its height; a name that is read from the right stands at its icon', async ({
  page,
}) => {
  await openMail(page);
  const compose = button(page, 'Compose');
  const height = async () => (await compose.boundingBox())?.height;
  const before = await height();
  await inDatabase(page, async (begin) => {
    const { folders } = begin(['folders'], 'readwrite');
    for (let at = 1; at <= 30; at += 1)
      await folders.put({
        id: `own-${90 + at}`,
        name: at > 1 ? `F ${at}` : 'عمل',
        parent: null,
        colour: null,
      });
  });
  await page.reload();
  const arabic = place(page, 'عمل');
  await expect(arabic).toBeVisible();
  expect(await height()).toBe(before);
  const apart = await arabic.evaluate((link) => {
    const words = document.createRange();
    words.selectNodeContents(link.querySelector('bdi') ?? link);
    const icon = link.querySelector('svg')?.getBoundingClientRect();
    return words.getBoundingClientRect().left - (icon?.right ?? 0);
  });
  expect(apart).toBeLessThan(20);
});

test('a search is saved under a name, stands among the folders, is renamed and removed; each is undone', async ({
  page,
}) => {
  await openMail(page);
  const folders = page.getByRole('navigation', { name: 'Folders' });
  const found = mail.filter(({ from }) => from === 'Anna Weiß').length;
  await expectResults(page, 'from:weiss', found);
  const save = async () => {
    await page.getByRole('button', { name: 'Save this search' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Stage');
  };
  await save();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await undoes(page, 'Search saved: it stands among the folders', async () => {
    await save();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
  });
  await expect(folders.getByRole('link', { name: 'Stage' })).toBeHidden();
  await save();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(folders.getByRole('link', { name: 'Stage' })).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('button', { name: 'Save this search' })).toBeHidden();
  await page.getByRole('button', { name: 'Clear search' }).click();
  await page.reload();
  await folders.getByRole('link', { name: 'Stage' }).click();
  await expect(searchBox(page)).toHaveValue('from:weiss');
  await expect(rows(page)).toHaveCount(found);
  // Among the commands, too, whatever the accents.
  await page.getByRole('button', { name: 'Clear search' }).click();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find a command' }).fill('stäge saved');
  await page.keyboard.press('Enter');
  await expect(searchBox(page)).toHaveValue('from:weiss');

  const act = async (name: string, item: string) => {
    await folders.getByRole('link', { name }).hover();
    await folders.getByRole('button', { name: `Actions for ${name}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const rename = async () => {
    await act('Stage', 'Rename');
    await page.getByRole('textbox', { name: 'Name' }).fill('Theatre');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(folders.getByRole('link', { name: 'Theatre' })).toBeVisible();
  };
  await undoes(page, 'Search renamed', rename);
  await expect(folders.getByRole('link', { name: 'Stage' })).toBeVisible();
  await undoes(page, 'Saved search removed. No mail was touched.', async () => {
    await act('Stage', 'Remove');
    await expect(folders.getByRole('link', { name: 'Stage' })).toBeHidden();
  });
  await expect(folders.getByRole('link', { name: 'Stage' })).toBeVisible();
});
