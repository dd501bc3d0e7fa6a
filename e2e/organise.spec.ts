import { expect, type Locator, type Page, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, rows } from './support/browser';
import { exactCounters, expectFolder } from './support/folders';
import { asStored, type MailServer, startMailServer } from './support/mailServer';
import { generateMessages } from './support/messages';
import { actAtRandom, giveHands, makePlaces } from './support/randomActions';
import { storedSubjects } from './support/vault';

/** Folders of one's own, labels, pins, snoozes, rules and junk, by key, button and mouse; each undone; found by a search; counted. */

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

const button = (where: Page | Locator, name: string) => where.getByRole('button', { name, exact: true });
const notice = (page: Page, text: string) =>
  expect(page.getByRole('main').getByText(text, { exact: true })).toBeVisible();
const place = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Folders' }).getByRole('link', { name, exact: true });

/** What is snoozed is due now: as if its time had come. */
const dueNow = (page: Page) =>
  page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open('postbag'));
    const messages = database.transaction('messages', 'readwrite').objectStore('messages');
    for (const record of await settled(messages.index('bySnooze').getAll()))
      await settled(messages.put({ ...record, snooze: { ...record.snooze, until: Date.now() - 1 } }));
    database.close();
  });

test('folders and labels: made, filed into by key and mouse, undone, searched, deleted; snoozed mail comes back', async ({
  page,
}) => {
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, mail.length);

  await button(page, 'New folder').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Work');
  await dialog.getByRole('radio', { name: 'Green' }).check();
  expect(await accessibilityProblems(page)).toEqual([]);
  await button(page, 'Create').click();
  await expect(page.getByText('This folder is empty')).toBeVisible();
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
  const target = await place(page, 'Work').boundingBox();
  await rows(page).nth(2).hover();
  await page.mouse.down();
  await page.mouse.move((target?.x ?? 0) + 40, (target?.y ?? 0) + 10, { steps: 8 });
  await expect(page.getByText('Move 1 message')).toBeVisible();
  await page.mouse.up();
  await notice(page, 'Moved to the folder');
  await expectFolder(page, 'Work', { total: 1, unread: 1 });

  // Copied, by mouse with Ctrl and by key: the message stays where it is; taken back, the copy alone goes.
  await page.keyboard.down('Control');
  await rows(page).nth(2).hover();
  await page.mouse.down();
  await page.mouse.move((target?.x ?? 0) + 40, (target?.y ?? 0) + 10, { steps: 8 });
  await expect(page.getByText('Copy 1 message')).toBeVisible();
  await page.mouse.up();
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
  await button(page, 'Select all 29').click();
  await page.keyboard.press('l');
  await dialog.getByRole('textbox', { name: 'Find a label' }).fill('Red');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Label added to 29 messages')).toBeVisible();
  await expect(button(dialog, 'Undo')).toBeVisible();
  await expect(dialog.getByRole('checkbox', { name: 'Red' })).toBeChecked();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expectFolder(page, 'Red', { total: 29, unread: 27 });
  await button(page, 'Clear selection').click();
  await page.getByRole('searchbox', { name: 'Search mail' }).fill('label:red in:inbox');
  await expect(page.getByText('29 results')).toBeVisible();

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

  await page.getByRole('navigation', { name: 'Folders' }).getByText('Work').hover();
  await button(page, 'Actions for Work').click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('Its 1 message is not lost');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await notice(page, 'Folder deleted, 1 message moved');
  await expectFolder(page, 'Archive', { total: 1, unread: 1 });
  await button(page, 'Undo').click();
  await expectFolder(page, 'Work', { total: 1, unread: 1 });
  await exactCounters(page);
});

test('a rule made from a message shows what it would have matched, does it now, and files what arrives', async ({
  page,
}) => {
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, mail.length);
  await rows(page).first().click();
  await button(page, 'More for this message').click();
  await page.getByRole('menuitem', { name: 'Always file mail like this…' }).click();
  const dialog = page.getByRole('dialog', { name: 'New rule' });
  const preview = dialog.getByRole('region', { name: 'What it would have matched' });
  await expect(preview).toContainText('of the 30 messages here would have matched');
  await expect(preview.getByText(subject(0), { exact: true })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await preview.getByRole('button').click();
  await expect(preview.getByRole('button', { name: 'Done' })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Undo' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  const { archive } = await exactCounters(page);
  expect(archive?.total).toBeGreaterThan(0);

  await page.goto(`${app.origin}/mail?settings=rules`);
  const settings = page.getByRole('dialog');
  await settings.getByRole('checkbox').click();
  await expect(settings.getByRole('checkbox')).not.toBeChecked();
  // What lies under a dialog is out of reach: it is told, and undone, where one is.
  await expect(settings.getByText('Rule switched off')).toBeVisible();
  await button(settings, 'Undo').click();
  await expect(settings.getByText('Undone')).toBeVisible();
  await expect(settings.getByRole('checkbox')).toBeChecked();
  expect(await accessibilityProblems(page)).toEqual([]);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    settings.getByRole('button', { name: 'Save as Sieve' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('postbag.sieve');

  // Whom mail came from is gathered by itself; how long mail stays is seen before it counts; plots lead to mail.
  await page.goto(`${app.origin}/mail?settings=contacts`);
  await expect(settings.getByRole('button', { name: /^Change / })).not.toHaveCount(0, { timeout: 20_000 });
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.goto(`${app.origin}/mail?settings=keeping`);
  await settings.getByRole('spinbutton', { name: 'How many' }).fill('1');
  await expect(settings.getByText(/messages would be moved now/)).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.goto(`${app.origin}/mail?settings=overview`);
  await expect(settings.getByText(/^30 messages, /).first()).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  // All mail of a sender at once, and back.
  const chiara = settings.getByRole('listitem').filter({ hasText: 'Chiara Ricci' });
  await button(chiara, 'Deal with…').click();
  await button(page, 'Archive all that is in the inbox').click();
  await expect(settings.getByText('6 messages archived')).toBeVisible();
  await button(settings, 'Undo').click();
  await expect(settings.getByText('Undone')).toBeVisible();
  await settings.getByRole('figure', { name: 'Mail by month' }).getByRole('button').last().click();
  await expect(page.getByRole('heading', { name: 'Results' })).toBeVisible();
});

test('1,000 random actions in two tabs: what both show is what a recount finds', async ({
  context,
  page,
}) => {
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, mail.length);
  const second = await context.newPage();
  await second.goto(app.origin);
  await expect(rows(second).first()).toBeVisible();
  await giveHands([page, second]);
  const places = await makePlaces(page);
  const messages = [...(await storedSubjects(page)).keys()].map(Number);
  const task = { ...places, messages, actions: 500 };
  const done = await Promise.all([
    actAtRandom(page, { ...task, seed: 1 }),
    actAtRandom(second, { ...task, seed: 2 }),
  ]);
  for (const kinds of done) {
    expect(Object.keys(kinds)).toHaveLength(12);
    expect(Object.values(kinds).reduce((sum, count) => sum + count)).toBe(500);
  }

  const counted = await exactCounters(page);
  const [work = '', home = ''] = places.folders;
  const [red = '', blue = ''] = places.labels;
  const names = {
    inbox: 'Inbox',
    starred: 'Starred',
    archive: 'Archive',
    snoozed: 'Snoozed',
    junk: 'Junk',
    trash: 'Trash',
    [work]: 'Work',
    [home]: 'Home',
    [red]: 'Red',
    [blue]: 'Blue',
  };
  for (const tab of [page, second]) {
    for (const [view, name] of Object.entries(names)) {
      const count = counted[view] ?? { total: 0, unread: 0 };
      // That folder is shown while something is in it.
      if (view === 'snoozed' && count.total === 0) await expect(place(tab, name)).toBeHidden();
      else await expectFolder(tab, name, count);
    }
  }
  expect(await exactCounters(second)).toEqual(counted);
});

/** A message without ornament. */
const letter = (from: string, subject: string) => ({
  uidl: subject.replace(' ', '-'),
  bytes: Buffer.from(
    `From: <${from}>\r\nTo: <ada@lindgren.example>\r\nSubject: ${subject}\r\n` +
      'Date: Tue, 3 Mar 2026 10:00:00 +0100\r\n\r\nHello.\r\n',
  ),
});

test('junk: marked and unmarked, blocked and allowed senders, the reason in words; each undone', async ({
  page,
}) => {
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, mail.length);
  await rows(page).first().click();
  await button(page, 'Mark as junk').click();
  await notice(page, 'Moved to Junk');
  await button(page, 'Undo').click();
  await notice(page, 'Undone');
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: 30 }, junk: { total: 0 } });
  await rows(page).first().click();
  await button(page, 'Mark as junk').click();
  await place(page, 'Junk').click();
  await rows(page)
    .filter({ hasText: subject(0) })
    .click();
  await button(page, 'Not junk').click();
  await notice(page, 'Moved to Inbox');
  await expect(page.getByText('No junk', { exact: true })).toBeVisible();

  // A domain is blocked, and one of its people allowed.
  await page.goto(`${app.origin}/mail?settings=junk`);
  const settings = page.getByRole('dialog');
  for (const [who, verb, list] of [
    ['spam.example', 'Block', 'Blocked senders'],
    ['friend@spam.example', 'Allow', 'Allowed senders'],
  ] as const) {
    const form = settings.locator('form', { has: button(page, verb) });
    await form.getByRole('textbox', { name: 'Address or domain' }).fill(who);
    await form.getByRole('button', { name: verb }).click();
    await expect(settings.getByRole('list', { name: list }).getByText(who, { exact: true })).toBeVisible();
  }
  expect(await accessibilityProblems(page)).toEqual([]);
  // Taken off the list by mistake, it is put back.
  await button(page, 'Remove @spam.example').click();
  await expect(settings.getByRole('list', { name: 'Blocked senders' })).toBeHidden();
  await button(settings, 'Undo').press('Enter');
  await expect(settings.getByRole('list', { name: 'Blocked senders' })).toBeVisible();
  await page.keyboard.press('Escape');
  await notice(page, 'Undone');

  // The friend's stands between two others: once both of them are in Junk, it was looked at as well.
  server.maildrop.add(letter('pest@spam.example', 'Offer one'));
  server.maildrop.add(letter('friend@spam.example', 'Good morning'));
  server.maildrop.add(letter('pest@spam.example', 'Offer two'));
  await button(page, 'Check mail').first().click();
  await expectFolder(page, 'Junk', { total: 2, unread: 2 });
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: 31 }, junk: { total: 2 } });
  await place(page, 'Inbox').click();
  await expect(rows(page).getByText('Good morning')).toBeVisible();

  await place(page, 'Junk').click();
  await rows(page).filter({ hasText: 'Offer two' }).click();
  const note = page.getByRole('region', { name: 'Junk filter' });
  await expect(note).toContainText('Moved here because you blocked its sender.');
  await expect(note.getByRole('button', { name: 'Not junk' })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  // Its sender is allowed from here, and no longer so once that is undone.
  await note.getByRole('button', { name: 'Never take mail of pest@spam.example for junk' }).click();
  await notice(page, 'Moved to Inbox');
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: 32 }, junk: { total: 1 } });
  await button(page, 'Undo').click();
  await notice(page, 'Undone');
  server.maildrop.add(letter('pest@spam.example', 'Offer three'));
  await button(page, 'Check mail').first().click();
  await expect.poll(async () => (await exactCounters(page)).junk?.total).toBe(3);
});
