import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { bill, letter, message, program } from './support/arrivingMail';
import { addAccount, allHere, button, expectOpened, notice, place, rows } from './support/browser';
import { inDatabase } from './support/database';
import { exactCounters, expectFolder } from './support/folders';
import { type MailServer, startMailServer } from './support/mailServer';
import { fillEveryAction, fillEveryCondition, meetingEach } from './support/ruleForm';
import { undoes } from './support/undone';

/** What is done to mail that arrives, by rules and by the junk filter, and what is said of it. */

let server: MailServer;
let app: RunningApp;
test.beforeAll(async () => {
  server = await startMailServer([
    message('Honest', 'Bank <news@bank.com>', '<p>The rates of this month.</p>'),
    letter('grace@navy.example', 'Greetings'),
  ]);
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port] });
});
test.afterAll(async () => {
  await app?.stop();
  await server?.close();
});

/** All that is on the server; says how much it is. */
async function openMail(page: Page): Promise<number> {
  const { length } = server.maildrop.messages;
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, length);
  return length;
}

test('a rule made from a message: previewed, done now, undone; what arrives is filed, in the order of the rules', async ({
  page,
}) => {
  const here = await openMail(page);
  await rows(page).filter({ hasText: 'Honest' }).click();
  const dialog = page.getByRole('dialog', { name: 'New rule' });
  await expectOpened(page, 'Honest');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find a command' }).fill('always file');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Words' })).toHaveValue('news@bank.com');
  await button(dialog, 'Cancel').click();
  await button(page, 'More for this message').click();
  await page.getByRole('menuitem', { name: 'Always file mail like this…' }).click();
  const preview = dialog.getByRole('region', { name: 'What it would have matched' });
  await expect(preview).toContainText(`1 of the ${here} messages here would have matched`);
  await expect(preview.getByText('Honest', { exact: true })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await preview.getByRole('button').click();
  await expect(preview.getByRole('button', { name: 'Done' })).toBeVisible();
  expect(await exactCounters(page)).toMatchObject({ archive: { total: 1 } });
  await button(dialog, 'Undo').click();
  await expect(dialog.getByText('Undone')).toBeVisible();
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: here }, archive: { total: 0 } });
  // It can be done again; with what it asks of the server, which is taken back as well.
  const asked = () => inDatabase(page, async (begin) => (await begin(['deletions']).deletions.all()).length);
  await button(dialog, 'Another action').click();
  const does = dialog.getByRole('combobox', { name: 'What it does' });
  await does.last().selectOption('Delete from the mail server');
  // On a phone the words have room, and an action is taken away beside it.
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  const box = async (one: Locator) => (await one.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const aside = dialog.getByRole('button', { name: 'Remove this action' }).last();
  expect(Math.abs((await box(aside)).y - (await box(does.last())).y)).toBeLessThan(10);
  expect((await box(preview.locator('li bdi').last())).width).toBeGreaterThan(120);
  if (size) await page.setViewportSize(size);
  await preview.getByRole('button', { name: 'Do it to this message now' }).click();
  await expect(preview.getByRole('button', { name: 'Done' })).toBeVisible();
  expect(await asked()).toBe(1);
  await button(dialog, 'Undo').click();
  await expect(dialog.getByText('Undone')).toBeVisible();
  expect(await asked()).toBe(0);
  await dialog.getByRole('button', { name: 'Remove this action' }).last().click();
  await button(dialog, 'Save').click();
  // It closes when the rule is on the disk.
  await expect(dialog).toBeHidden();

  // A second one, which shall be asked before it and stop it.
  await page.goto(`${app.origin}/mail?settings=rules`);
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await button(settings, 'New rule').click();
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Urgent');
  const what = dialog.getByRole('combobox', { name: 'What of the message' });
  await expect(what.getByRole('option')).toHaveText([
    ...['From', 'To', 'Cc', 'Subject', 'Another header', 'Text (first 64 KB)', 'Mailing list (List-Id)'],
    ...['Size', 'Attachments', 'Account'],
  ]);
  await what.selectOption('Subject');
  await dialog.getByRole('textbox', { name: 'Words' }).fill('urgent');
  await expect(does.getByRole('option')).toHaveText([
    ...['Move to', 'Add the label', 'Star', 'Mark as read', 'Never notify, nor count it on the app’s icon'],
    'Delete from the mail server',
  ]);
  await does.selectOption('Star');
  await dialog.getByRole('checkbox', { name: 'Don’t ask the rules behind this one' }).check();
  await button(dialog, 'Save').click();
  const rules = settings.getByRole('checkbox');
  await expect(rules).toHaveCount(2);
  await button(settings, 'Move Urgent up').click();
  await expect(settings.getByText('Rules put in another order')).toBeVisible();
  await expect(button(settings, 'Move Urgent up')).toBeDisabled();
  // All of them, done to what is here.
  await button(settings, 'Run all rules now…').click();
  const all = settings.getByRole('region', { name: 'What it would have matched' });
  await all.getByRole('button', { name: 'Do it to this message now' }).click();
  await expect(settings.getByText('By rule 1 message changed')).toBeVisible();
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: here - 1 }, archive: { total: 1 } });
  await button(settings, 'Undo').click();
  await expect(settings.getByText('Undone')).toBeVisible();
  // What is last can be scrolled from under the notice.
  const last = settings.getByRole('button', { name: 'Save as Sieve' });
  await last.evaluate((each) => {
    for (let at: Element | null = each; at; at = at.parentElement) at.scrollTop = at.scrollHeight;
  });
  const { y, height } = await box(last);
  expect(y + height).toBeLessThan((await box(settings.getByText('Undone'))).y);
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: here }, archive: { total: 0 } });
  expect(await accessibilityProblems(page)).toEqual([]);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    settings.getByRole('button', { name: 'Save as Sieve' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('postbag.sieve');
  const script = await readFile(await file.path(), 'utf8');
  expect(script).toMatch(/# Urgent[^#]*"stopped" "1"[^#]*#[^#]*address :is "From" "news@bank.com"/);

  await page.keyboard.press('Escape');
  server.maildrop.add(letter('news@bank.com', 'Rates'));
  server.maildrop.add(letter('news@bank.com', 'Urgent notice'));
  await button(page, 'Check mail').first().click();
  await expectFolder(page, 'Archive', { total: 1, unread: 1 });
  await expectFolder(page, 'Starred', { total: 1, unread: 1 });
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: here + 1 } });
  await place(page, 'Archive').click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText('Rates');

  // Every other condition, each met by one message alone, and every other thing that a rule does.
  await button(page, 'New label').click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Ruled');
  await button(page, 'Create').click();
  await expect(place(page, 'Ruled')).toBeVisible();
  await page.goto(`${app.origin}/mail?settings=rules`);
  await button(settings, 'New rule').click();
  await fillEveryCondition(dialog);
  await fillEveryAction(dialog);
  await button(dialog, 'Save').click();
  await expect(rules).toHaveCount(3);
  await page.keyboard.press('Escape');
  for (const [subject, change] of meetingEach) {
    const { uidl, bytes } = letter('ada@birds.example', subject);
    server.maildrop.add({ uidl, bytes: Buffer.from(change(bytes.toString())) });
  }
  server.maildrop.add(message('Filed', 'ada@birds.example', '<p>See the file.</p>', ...program));
  await button(page, 'Check mail').first().click();
  await expectFolder(page, 'Ruled', { total: 5, unread: 0 });
  await place(page, 'Ruled').click();
  await expect(rows(page)).toHaveCount(5);
  const quiet = await inDatabase(
    page,
    async (begin) => (await begin(['messages']).messages.all()).filter(({ quiet }) => quiet).length,
  );
  expect(quiet).toBe(5);
  await page.goto(`${app.origin}/mail?settings=server`);
  await expect(settings.getByText(/^5 messages are to be deleted from the server, on/)).toBeVisible();
});

test('junk: marked and unmarked, blocked and allowed senders, the reason in words; each undone', async ({
  page,
}) => {
  const here = await openMail(page);
  await rows(page).filter({ hasText: 'Honest' }).click();
  await button(page, 'Mark as junk').click();
  await notice(page, 'Moved to Junk');
  await button(page, 'Undo').click();
  await notice(page, 'Undone');
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: here }, junk: { total: 0 } });
  await rows(page).filter({ hasText: 'Honest' }).click();
  await button(page, 'Mark as junk').click();
  await place(page, 'Junk').click();
  await rows(page).filter({ hasText: 'Honest' }).click();
  await button(page, 'Not junk').click();
  await notice(page, 'Moved to Inbox');
  await expect(page.getByText('No junk', { exact: true })).toBeVisible();

  // From the message itself its sender is blocked.
  await place(page, 'Inbox').click();
  await rows(page).filter({ hasText: 'Honest' }).click();
  await expectOpened(page, 'Honest');
  await button(page, 'More for this message').click();
  await page.getByRole('menuitem', { name: 'Block its sender' }).click();
  await notice(page, 'Sender blocked');
  const choices = () => inDatabase(page, async (begin) => begin(['junkSenders']).junkSenders.all());
  expect(await choices()).toEqual([{ who: 'news@bank.com', verdict: 'blocked' }]);
  await button(page, 'Undo').click();
  await notice(page, 'Undone');
  expect(await choices()).toEqual([]);

  // A domain is blocked, and one of its people allowed.
  await page.goto(`${app.origin}/mail?settings=junk`);
  const settings = page.getByRole('dialog');
  for (const [who, verb, list, told] of [
    ['spam.example', 'Block', 'Blocked senders', 'Sender blocked'],
    ['friend@spam.example', 'Allow', 'Allowed senders', 'Sender allowed'],
  ] as const) {
    const form = settings.locator('form', { has: button(page, verb) });
    const choose = async () => {
      await form.getByRole('textbox', { name: 'Address or domain' }).fill(who);
      await form.getByRole('button', { name: verb }).click();
    };
    await undoes(page, told, choose, settings);
    await choose();
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
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: here + 1 }, junk: { total: 2 } });
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
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: here + 2 }, junk: { total: 1 } });
  await button(page, 'Undo').click();
  await notice(page, 'Undone');
  server.maildrop.add(letter('pest@spam.example', 'Offer three'));
  server.maildrop.add(bill());
  await button(page, 'Check mail').first().click();
  await expect.poll(async () => (await exactCounters(page)).junk?.total).toBe(4);
});
