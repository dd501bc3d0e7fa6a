import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { issue } from './support/arrivingMail';
import { addAccount, allHere, button, expectOpened, rows, searchBox } from './support/browser';
import { exactCounters, longInTrash, unreadOf } from './support/folders';
import { asStored, type MailServer, startMailServer } from './support/mailServer';
import { generateMessages } from './support/messages';

/** How much mail there is, whom it is from, and how long it stays; what is changed there is undone. */

const mail = generateMessages(30);
let server: MailServer;
let app: RunningApp;

test.beforeAll(async () => {
  server = await startMailServer(asStored(mail));
  for (const each of issues) server.maildrop.add(each);
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port] });
});
test.afterAll(async () => {
  await app?.stop();
  await server?.close();
});

const issues = [
  issue('Kiln one', new Date('2026-01-05')),
  issue('Kiln two', new Date('2026-01-06')),
  issue('Kiln three', new Date()),
];
const everything = [...mail, ...issues];

test('the overview leads to mail; senders and lists are dealt with; contacts are changed and found; mail stays as long as one says', async ({
  context,
  page,
}) => {
  await context.route(/^https:/, (route) => route.fulfill({ body: 'elsewhere' }));
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, 33);
  const settings = page.getByRole('dialog', { name: 'Settings' });
  const results = (count: number) =>
    expect(page.getByRole('status').filter({ hasText: /^\d+ results$/ })).toHaveText(`${count} results`);
  const figure = (name: string) => settings.getByRole('figure', { name });

  await page.goto(`${app.origin}/mail?settings=overview`);
  await expect(settings.getByText(/^33 messages, /).first()).toBeVisible();
  await test.step('plots', async () => {
    const [largest] = mail.toSorted((a, b) => b.bytes.length - a.bytes.length);
    await figure('Largest messages').getByRole('button').first().click();
    await expectOpened(page, largest?.subject);
    await page.goBack();
    await figure('By folder')
      .getByRole('button', { name: /^Inbox.*33 messages/ })
      .click();
    await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
    await page.goBack();
    const octets = new Map<string, number>();
    for (const { from, bytes } of mail) octets.set(from, (octets.get(from) ?? 0) + bytes.length);
    const [[biggest] = ['']] = [...octets].sort(([, a], [, b]) => b - a);
    const bars = figure('Biggest senders').getByRole('button');
    await expect(bars.first()).toContainText(biggest);
    await bars.filter({ hasText: 'Kiln' }).click();
    await results(3);
    expect(page.url()).toContain('list%3A%22news.kiln.example%22');
    await page.goBack();
    await figure('Mail by month')
      .getByRole('button', { name: /^Jan 2026: 2 messages/ })
      .click();
    await results(2);
    await page.goBack();
    // The bars are of messages, or of what these take.
    const months = new Map<string, { messages: number; octets: number }>();
    for (const { date, bytes } of everything) {
      const { messages, octets } = months.get(date.toISOString().slice(0, 7)) ?? { messages: 0, octets: 0 };
      const sum = { messages: messages + 1, octets: octets + bytes.length };
      months.set(date.toISOString().slice(0, 7), sum);
    }
    const most = (of: 'messages' | 'octets') => Math.max(...[...months.values()].map((sum) => sum[of]));
    const january = months.get('2026-01') ?? { messages: 0, octets: 0 };
    const height = async () =>
      Number(
        await figure('Mail by month')
          .getByRole('button', { name: /^Jan 2026/ })
          .locator('rect')
          .getAttribute('height'),
      );
    expect(await height()).toBeCloseTo((100 * january.messages) / most('messages'));
    await settings.getByRole('radio', { name: 'By size' }).check();
    expect(await height()).toBeCloseTo((100 * january.octets) / most('octets'));
  });

  const senders = settings.getByRole('listitem').filter({ has: button(page, 'Deal with…') });
  const dialog = page.getByRole('dialog').last();
  await test.step('senders', async () => {
    await settings.getByRole('combobox', { name: 'Order' }).selectOption('Most space');
    const octets = new Map<string, number>();
    for (const { from, bytes } of mail) octets.set(from, (octets.get(from) ?? 0) + bytes.length);
    const [[name] = ['']] = [...octets].sort(([, a], [, b]) => b - a);
    await expect(senders.first()).toContainText(name);
    await senders.first().getByRole('button').first().click();
    const count = mail.filter(({ from }) => from === name).length;
    await results(count);
    // All of it read, its sender is no longer who has most to be read.
    await rows(page).first().hover();
    await rows(page).first().getByRole('checkbox').click();
    await button(page, `Select all ${count}`).click();
    await page.keyboard.press('Shift+U');
    await expect(page.getByRole('main').getByText(/messages marked as read$/)).toBeVisible();
    await page.goto(`${app.origin}/mail?settings=overview`);
    await expect(senders.filter({ hasText: name }).first()).toContainText('last read: ');
    await settings.getByRole('combobox', { name: 'Order' }).selectOption('Most unread');
    const unread = await unreadOf(page);
    const ordered = await senders.locator('button bdi:first-child').allTextContents();
    expect(ordered).toContain(name);
    expect(unread[name]).toBe(0);
    const counts = ordered.map((each) => unread[each] ?? 0);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    await button(senders.filter({ hasText: 'Chiara Ricci' }), 'Deal with…').click();
    await button(page, 'Archive all that is in the inbox').click();
    await expect(settings.getByText('6 messages archived')).toBeVisible();
    expect(await exactCounters(page)).toMatchObject({ inbox: { total: 27 }, archive: { total: 6 } });
    await button(settings, 'Undo').click();
    await expect(settings.getByText('Undone')).toBeVisible();
  });

  await test.step('lists', async () => {
    await settings.getByRole('checkbox', { name: 'Mailing lists only' }).check();
    await expect(senders).toHaveCount(1);
    await expect(senders).toContainText('Mailing list news.kiln.example');
    await expect(senders).toContainText(/3 messages, .* · never read/);
    await button(senders, 'Deal with…').click();
    await dialog.getByRole('combobox').selectOption('older than 30 days');
    expect(await accessibilityProblems(page)).toEqual([]);
    await button(dialog, 'Move to Trash').click();
    await expect(settings.getByText('2 messages moved to Trash')).toBeVisible();
    expect(await exactCounters(page)).toMatchObject({ inbox: { total: 31 }, trash: { total: 2 } });
    await button(settings, 'Undo').click();
    await expect(settings.getByText('Undone')).toBeVisible();
    expect(await exactCounters(page)).toMatchObject({ inbox: { total: 33 }, trash: { total: 0 } });
    await senders.getByRole('button').first().click();
    await results(3);
    await page.goBack();
    await settings.getByRole('checkbox', { name: 'Mailing lists only' }).check();
    await button(senders, 'Deal with…').click();
    // Nobody vouches for the header: the list's own page is opened, from here.
    await button(dialog, 'Unsubscribe').click();
    await expect(dialog).toContainText('a page of its own for it, at kiln.example');
    const [popup] = await Promise.all([
      context.waitForEvent('page'),
      button(dialog, 'Open the page').click(),
    ]);
    expect(popup.url()).toBe('https://kiln.example/leave');
    await popup.close();
    await page.goto(`${app.origin}/mail`);
    await rows(page).filter({ hasText: 'Kiln three' }).click();
    await expectOpened(page, 'Kiln three');
    await expect(rows(page).filter({ hasText: 'Kiln three' })).not.toHaveAccessibleName(/^Unread/);
    await page.goto(`${app.origin}/mail?settings=overview`);
    const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'Europe/Berlin' });
    await expect(senders.filter({ hasText: 'Mailing list news.kiln.example' })).toContainText(
      `last read: ${format.format(issues[2]?.date)}`,
    );
  });

  await test.step('contacts', async () => {
    await page.goto(`${app.origin}/mail?settings=contacts`);
    await expect(button(settings, 'Change Kiln')).toBeVisible({ timeout: 20_000 });
    const chiara = settings.getByRole('listitem').filter({ has: button(page, 'Change Chiara Ricci') });
    await expect(chiara).toContainText(/6 messageslast: /);
    // What was done is told, and taken back.
    const undone = async (told: string) => {
      await expect(settings.getByText(told, { exact: true })).toBeVisible();
      await button(settings, 'Undo').click();
      await expect(settings.getByText('Undone')).toBeVisible();
    };
    await button(settings, 'Change Chiara Ricci').click();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Chiara');
    await button(dialog, 'Save').click();
    await expect(button(settings, 'Change Chiara')).toBeVisible();
    await undone('Contact changed');
    await expect(button(settings, 'Change Chiara Ricci')).toBeVisible();
    await button(settings, 'Change Bob Carter').click();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Uncle Robert');
    await button(dialog, 'Save').click();
    await settings.getByRole('checkbox', { name: 'Select Uncle Robert' }).check();
    await settings.getByRole('checkbox', { name: 'Select Anna Weiß' }).check();
    await button(settings, 'Make these 2 one').click();
    await expect(button(settings, 'Change Anna Weiß')).toBeHidden();
    await undone('2 contacts made one');
    await button(settings, 'Change Anna Weiß').click();
    await button(dialog, 'Delete').click();
    await expect(button(settings, 'Change Anna Weiß')).toBeHidden();
    await undone('Contact deleted');
    await expect(button(settings, 'Change Anna Weiß')).toBeVisible();
    await button(settings, 'New contact').click();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Ursula Zenner');
    await button(dialog, 'Save').click();
    await expect(button(settings, 'Change Ursula Zenner')).toBeVisible();
    await undone('Contact made');
    await expect(button(settings, 'Change Ursula Zenner')).toBeHidden();

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      button(settings, 'Export vCard').click(),
    ]);
    const cards = await readFile(await file.path(), 'utf8');
    expect(cards).toMatch(/FN:Uncle Robert\r\n(?:\w.*\r\n)*?EMAIL.*person1@example\.org/);
    expect(cards).toContain('FN:Anna Weiß');
    const buffer = Buffer.from(
      `${cards}BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Grace Hopper\r\nEMAIL;INTERNET;PREF:grace@navy.example\r\nEND:VCARD\r\n`,
    );
    await settings
      .locator('input[type=file]')
      .setInputFiles({ name: 'people.vcf', mimeType: 'text/vcard', buffer });
    await expect(settings.getByText(/^1 new contact, \d were known$/)).toBeVisible();
    await expect(button(settings, 'Change Grace Hopper')).toBeVisible();
    await button(settings, 'Undo').click();
    await expect(button(settings, 'Change Grace Hopper')).toBeHidden();
    // Mail is found by the name that somebody was given.
    await page.keyboard.press('Escape');
    await searchBox(page).fill('from:robert');
    await results(mail.filter(({ from }) => from === 'Bob Carter').length);
    // Two of them get a label, for what follows.
    for (const index of [0, 1]) {
      await rows(page).nth(index).hover();
      await rows(page).nth(index).getByRole('checkbox').click();
    }
    await page.keyboard.press('l');
    await dialog.getByRole('textbox', { name: 'Find a label' }).fill('Uncle');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText('Label added to 2 messages')).toBeVisible();
  });

  await test.step('keeping', async () => {
    await page.goto(`${app.origin}/mail?settings=keeping`);
    const choose = (label: string, option: string) =>
      settings.getByRole('combobox', { name: label, exact: true }).selectOption(option);
    await choose('Keep', 'the newest messages');
    await settings.getByRole('spinbutton', { name: 'How many' }).fill('31');
    await settings.getByRole('checkbox', { name: /^Delete it from the mail server, too/ }).check();
    await expect(settings.getByText(/^2 messages would be moved now/)).toBeVisible();
    expect(await exactCounters(page)).toMatchObject({ inbox: { total: 33 } });
    expect(await accessibilityProblems(page)).toEqual([]);
    await button(settings, 'Do so from now on').click();
    await expect(settings.getByText(/: 2 messages \(.*\) from Inbox to Archive/)).toBeVisible();
    await expect(settings.getByText('Nothing would be moved now')).toBeVisible();
    await expect(settings.getByText('Kiln two · Kiln one')).toBeVisible();
    expect(await exactCounters(page)).toMatchObject({ inbox: { total: 31 }, archive: { total: 2 } });
    await choose('Folder or label', 'Archive');
    await settings.getByRole('spinbutton', { name: 'How many' }).fill('1');
    await expect(settings.getByText(/^1 message would be moved now/)).toBeVisible();
    await button(settings, 'Do so from now on').click();
    await expect(settings.getByText(/: 1 message \(.*\) from Archive to Trash/)).toBeVisible();
    expect(await exactCounters(page)).toMatchObject({ archive: { total: 1 }, trash: { total: 1 } });
    // Taken back with what it has moved; so is the time that Trash has.
    await button(settings, 'Undo').click();
    await expect(button(settings, 'Keep mail in Archive for good')).toHaveCount(0);
    await expect(settings.getByText('Undone')).toBeVisible();
    expect(await exactCounters(page)).toMatchObject({ archive: { total: 2 }, trash: { total: 0 } });
    await choose('Keep in Trash', 'For 90 days');
    await expect(settings.getByText('Nothing would be deleted now.')).toBeVisible();
    await button(settings, 'Apply').click();
    await button(settings, 'Undo').click();
    await expect(settings.getByRole('combobox', { name: 'Keep in Trash' })).toHaveValue('30');
    const atMost = settings.getByRole('combobox', { name: 'At most in Junk' });
    await choose('At most in Junk', 'The last 100 messages');
    await expect(settings.getByText('Nothing would be deleted now.')).toBeVisible();
    await button(settings, 'Apply').click();
    await expect(button(settings, 'Apply')).toHaveCount(0);
    await expect(atMost).toHaveValue('100');
    await button(settings, 'Undo').click();
    await expect(atMost).toHaveValue('0');
    // With a label: what is behind its newest goes from where it lies.
    await choose('Folder or label', 'Label: Uncle');
    await settings.getByRole('spinbutton', { name: 'How many' }).fill('1');
    await settings.getByRole('checkbox', { name: /^Delete it from the mail server, too/ }).uncheck();
    await expect(settings.getByText(/^1 message would be moved now/)).toBeVisible();
    await button(settings, 'Do so from now on').click();
    await expect(settings.getByText(/: 1 message \(.*\) from Uncle to Archive/)).toBeVisible();
    expect(await exactCounters(page)).toMatchObject({ inbox: { total: 30 }, archive: { total: 3 } });
    // By days, all but what has just come; taken back, it is all there again.
    await choose('Folder or label', 'Inbox');
    await choose('Keep', 'so many days');
    await settings.getByRole('spinbutton', { name: 'How many' }).fill('30');
    await expect(settings.getByText(/^29 messages would be moved now/)).toBeVisible();
    await button(settings, 'Do so from now on').click();
    await expect(settings.getByText(/: 29 messages \(.*\) from Inbox to Archive/)).toBeVisible();
    expect(await exactCounters(page)).toMatchObject({ inbox: { total: 1 }, archive: { total: 32 } });
    await button(settings, 'Undo').click();
    await expect(settings.getByText('Undone')).toBeVisible();
    expect(await exactCounters(page)).toMatchObject({ inbox: { total: 30 }, archive: { total: 3 } });
    // What was ended is chosen again by an undo.
    const end = button(settings, 'Keep mail in Inbox for good');
    await end.click();
    await expect(end).toHaveCount(0);
    await button(settings, 'Undo').click();
    await expect(end).toBeVisible();
    await end.click();
    await expect(end).toHaveCount(0);
    // What leaves the server has the time to change one's mind, as everything that is chosen.
    await page.goto(`${app.origin}/mail?settings=server`);
    await expect(settings.getByText(/^1 message is to be deleted from the server, on/)).toBeVisible();
    await page.keyboard.press('Escape');
    // What came into Trash more than thirty days ago goes by itself, with the next check.
    await page.getByRole('grid', { name: 'Messages' }).focus();
    await page.keyboard.press('j');
    for (const left of [29, 28]) {
      await page.keyboard.press('#');
      await expect.poll(async () => (await exactCounters(page)).inbox?.total).toBe(left);
    }
    await longInTrash(page);
    await button(page, 'Check mail').first().click();
    await expect.poll(async () => (await exactCounters(page)).trash?.total).toBe(1);
  });
});
