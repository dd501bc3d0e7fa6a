import { expect, type Page, test } from '@playwright/test';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, button, notice, place, rows } from './support/browser';
import { inDatabase } from './support/database';
import { exactCounters, expectFolder } from './support/folders';
import { asStored, type MailServer, startMailServer } from './support/mailServer';
import { generateMessages } from './support/messages';
import { chooseFrom, drag } from './support/places';
import { inOrder, undoes } from './support/undone';

/** Whatever is done to mail, one key brings back the records that were; what is done in settings, see sorting.spec. */

const mail = generateMessages(30);
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

/** Of the message in this row only the header is here, as if it had been too large. */
const headerAlone = (page: Page, subject: string) =>
  inDatabase(
    page,
    async (begin, wanted) => {
      const { messages } = begin(['messages'], 'readwrite');
      for (const record of await messages.all())
        if (record.envelope.subject === wanted) await messages.put({ ...record, headerOf: record.size });
    },
    subject,
  );

test('marks, moves, labels and snoozes, by key, mouse and menu: one undo brings back what was', async ({
  page,
}) => {
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, mail.length);
  const dialog = page.getByRole('dialog');
  const press = (key: string) => () => page.keyboard.press(key);
  await press('z')();
  await notice(page, 'There is nothing left to undo.');
  await rows(page).first().click();
  await expect(button(page, 'Mark as unread')).toBeVisible();
  await page.keyboard.press('Escape');

  for (const [key, on, off] of [
    ['s', 'Starred', 'Star removed'],
    ['p', 'Pinned', 'Pin removed'],
    ['Shift+U', 'Marked as unread', 'Marked as read'],
  ] as const) {
    await undoes(page, on, press(key));
    await page.keyboard.press(key);
    await notice(page, on);
    await undoes(page, off, press(key));
  }

  await test.step('a label: made, changed, put on by mouse, taken off, deleted', async () => {
    const make = async () => {
      await button(page, 'New label').click();
      await dialog.getByRole('textbox', { name: 'Name' }).fill('Red');
      await button(page, 'Create').click();
    };
    await undoes(page, 'Label made', make);
    await expect(place(page, 'Red')).toBeHidden();
    await make();
    await notice(page, 'Label made');
    await undoes(page, 'Label changed', async () => {
      await chooseFrom(page, 'Red', 'Name and colour');
      await dialog.getByRole('textbox', { name: 'Name' }).fill('Crimson');
      await dialog.getByRole('radio', { name: 'Violet' }).check();
      await button(page, 'Save').click();
      await expect(place(page, 'Crimson')).toBeVisible();
    });
    await undoes(page, 'Label added', () => drag(page, 3, 'Red', 'Move 1 message'));
    // All that are chosen go with the one that is dragged.
    for (const row of [3, 4]) {
      await rows(page).nth(row).hover();
      await rows(page).nth(row).getByRole('checkbox').click();
    }
    await undoes(page, '2 messages starred', () => drag(page, 3, 'Starred', 'Move 2 messages'));
    await undoes(page, 'Label added to 2 messages', () => drag(page, 4, 'Red', 'Move 2 messages'));
    await drag(page, 3, 'Red', 'Move 2 messages');
    await notice(page, 'Label added to 2 messages');
    await expectFolder(page, 'Red', { total: 2, unread: 2 });
    await page.keyboard.press('l');
    const red = dialog.getByRole('checkbox', { name: 'Red' });
    await expect(red).toBeChecked();
    await undoes(page, 'Label removed from 2 messages', () => red.click(), dialog);
    await expect(red).toBeChecked();
    await page.keyboard.press('Escape');
    await undoes(page, 'Label deleted, and taken off 2 messages', async () => {
      await chooseFrom(page, 'Red', 'Delete');
      const question = page.getByRole('alertdialog');
      await expect(question).toContainText('It is taken off 2 messages, which stay where they are.');
      await button(question, 'Delete').click();
    });
    await expectFolder(page, 'Red', { total: 2, unread: 2 });
  });

  await test.step('snoozed until a time of one’s own, and by mouse', async () => {
    const snooze = async () => {
      await page.keyboard.press('b');
      await dialog.getByLabel('Another time').fill('2020-05-06T07:08');
      await button(dialog, 'Snooze').click();
      await expect(dialog.getByText('That time is over. Choose a later one.')).toBeVisible();
      await dialog.getByLabel('Another time').fill('2031-05-06T07:08');
      await button(dialog, 'Snooze').click();
    };
    await undoes(page, '2 messages snoozed', snooze);
    await rows(page).first().click();
    await page.keyboard.press('Escape');
    await snooze();
    await notice(page, 'Snoozed');
    const until = (await inOrder(page)).messages.flatMap(({ snooze }) => snooze?.until ?? []);
    // Seven in the morning of a summer's day in Berlin.
    expect(until).toEqual([Date.UTC(2031, 4, 6, 5, 8)]);
    await button(page, 'Dismiss').click();
    await undoes(page, 'Snoozed', async () => {
      await drag(page, 1, 'Snoozed', 'Move 1 message');
      await dialog.getByRole('button', { name: 'Tomorrow' }).click();
    });
  });

  await test.step('moved, and from there', async () => {
    for (const [key, told, folder, back] of [
      ['e', 'Archived', 'Archive', () => button(page, 'Move to Inbox').click()],
      ['#', 'Moved to Trash', 'Trash', () => button(page, 'Move to Inbox').click()],
      ['!', 'Moved to Junk', 'Junk', press('!')],
    ] as const) {
      await undoes(page, told, press(key));
      await page.keyboard.press(key);
      await notice(page, told);
      await place(page, folder).click();
      await expect(rows(page)).toHaveCount(1);
      await rows(page).first().click();
      await expect(button(page, 'Mark as unread')).toBeVisible();
      await undoes(page, 'Moved to Inbox', back);
      await place(page, 'Inbox').click();
      await rows(page).first().click();
      await expect(button(page, 'Mark as unread')).toBeVisible();
      await page.keyboard.press('Escape');
    }
  });

  await test.step('copied, as far as it is here', async () => {
    const subject = (await rows(page).nth(1).getAttribute('aria-label')) ?? '';
    const header = mail.find((message) => subject.includes(message.subject));
    await headerAlone(page, header?.subject ?? '');
    for (const row of [1, 2]) {
      await rows(page).nth(row).hover();
      await rows(page).nth(row).getByRole('checkbox').click();
    }
    const some =
      '1 message copied. Of 1 message only the header is here, or it is damaged: get it whole first.';
    await undoes(page, some, async () => {
      await page.keyboard.press('Shift+V');
      await dialog.getByRole('button', { name: 'Archive' }).click();
    });
  });
  await exactCounters(page);
});
