import { expect, type Page, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { message, program } from './support/arrivingMail';
import { addAccount, allHere, button, expectOpened, reader, rows } from './support/browser';
import { type MailServer, startMailServer } from './support/mailServer';

/** What is said of mail that deceives, and where its links go. */

let server: MailServer;
let app: RunningApp;
test.beforeAll(async () => {
  server = await startMailServer([
    message('Honest', 'Bank <news@bank.com>', '<p>See <a href="https://www.bank.com/x">bank.com</a>.</p>'),
    message(
      'Deceiving',
      '"support@bank.com" <x@evil.test>',
      '<p><a href="https://bank.com@evil.test/login">Sign in</a> or <a href="https://evil.test/x">https://bank.com</a></p>',
      ...program,
    ),
    message(
      'Broken up',
      'Bank <news@bank.com>',
      '<p><a href="ht&#9;tps://evil.test/a">https://bank.com/a</a> <a href="https:&#10;//evil.test/b">https://bank.com/b</a> ' +
        '<a href="&#1;https:/&#9;/evil.test/c">https://bank.com/c</a></p>',
    ),
    message(
      'Backwards',
      'Bank <news@bank.com>',
      '<style>.t { direction: rtl; unicode-bidi: bidi-override } :root { --t: isolate-override } i { unicode-bidi: var(--t) }</style>' +
        '<p><a href="https://evil.test/">\u202emoc.knab\u202c</a> <a href="https://evil.test/"><bdo dir="rtl">moc.knab</bdo></a> ' +
        '<a href="https://evil.test/" class="t">moc.knab</a> <a href="https://evil.test/"><i dir="rtl">moc.knab</i></a> ' +
        '<a href="https://evil.test/" style="direction: rtl; unicode-bidi: bidi-over\\72ide">moc.knab</a> ' +
        '<a href="https://evil.test/">\u2067\u2066moc\u2069.\u2066knab\u2069</a></p>',
    ),
    {
      uidl: 'turned',
      bytes: Buffer.from(
        'From: "Bank \u202emoc.lapyap" <x@evil.test>\r\nSubject: Receipt \u202efdp.exe\r\n' +
          'Date: Mon, 5 Jan 2026 10:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPay \u202egnp.exe now\r\n',
      ),
    },
    message(
      'Covered',
      'Bank <news@bank.com>',
      '<style>.h { display: none } .i { display: inline }</style>' +
        [
          'Sign in at bank.com now',
          '» bank.com',
          'support@bank.com',
          '<span class="h">evil.test/</span>bank.com',
          '<div class="i">bank</div><div class="i">.com</div>',
          'bank\u3002com',
        ]
          .map((words, index) => `<a href="https://evil.test/${index}">${words}</a>`)
          .join('<br>') +
        '<br><a href="https://bank.com/well">Visit us<br>bank.com</a>',
    ),
    message('Greetings', 'Grace Hopper <grace@evil.test>', '<p>It is me.</p>'),
  ]);
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port] });
});
test.afterAll(async () => {
  await app?.stop();
  await server?.close();
});

const body = (page: Page) => reader(page).locator('iframe[title="Message body"]').contentFrame();

test('warnings stand above mail that deceives, and a link is asked about first', async ({
  page,
  context,
}) => {
  await context.route(/^https:/, (route) => route.fulfill({ body: 'elsewhere' }));
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, server.maildrop.messages.length);

  await rows(page).filter({ hasText: 'Honest' }).click();
  await expectOpened(page, 'Honest');
  const warnings = reader(page).getByRole('list', { name: 'Warnings' });
  await expect(body(page).getByRole('link')).toBeVisible();
  await expect(warnings).toHaveCount(0);

  await rows(page).filter({ hasText: 'Deceiving' }).click();
  await expectOpened(page, 'Deceiving');
  await expect(warnings.getByRole('listitem')).toHaveText([
    /The sender’s name says support@bank.com, but the message comes from x@evil.test/,
    /A link hides where it goes: it leads to evil.test/,
    /A link that names bank.com leads to evil.test/,
    /invoice.pdf.exe is not the kind of file/,
  ]);
  expect(await accessibilityProblems(page)).toEqual([]);

  await body(page).getByRole('link', { name: 'Sign in' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Where this link goes' });
  await expect(dialog.locator('strong')).toHaveText('evil.test');
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Stay here' }).click();
  await expect(dialog).toHaveCount(0);
  expect(context.pages()).toHaveLength(1);

  await body(page).getByRole('link', { name: 'https://bank.com' }).click();
  const popup = context.waitForEvent('page');
  await dialog.getByRole('button', { name: 'Open it anyway' }).click();
  expect((await popup).url()).toBe('https://evil.test/x');

  await warnings.getByRole('button', { name: 'Show links' }).first().click();
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(2);
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Open it anyway' })).toHaveCount(2);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');

  // A name that nobody knows is none to be warned of, before it is a contact's.
  await rows(page).filter({ hasText: 'Greetings' }).click();
  await expectOpened(page, 'Greetings');
  await expect(body(page).getByText('It is me.')).toBeVisible();
  await expect(warnings).toHaveCount(0);
  await page.goto(`${app.origin}/mail?settings=contacts`);
  await button(page, 'New contact').click();
  const form = page.getByRole('dialog').last();
  await form.getByRole('textbox', { name: 'Name' }).fill('Grace Hopper');
  await form.getByRole('textbox', { name: 'Email addresses, one on each line' }).fill('grace@navy.example');
  await button(form, 'Save').click();
  await expect(page.getByRole('button', { name: 'Change Grace Hopper' }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await rows(page).filter({ hasText: 'Greetings' }).click();
  await expect(warnings.getByRole('listitem')).toHaveText([
    /You know this name from grace@navy.example; this message comes from grace@evil.test/,
  ]);
});

test('an address that is broken up by tabs, line ends and control characters is asked about as what it is', async ({
  page,
  context,
}) => {
  await context.route(/^https:/, (route) => route.fulfill({ body: 'elsewhere' }));
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, server.maildrop.messages.length);
  await rows(page).filter({ hasText: 'Broken up' }).click();
  await expectOpened(page, 'Broken up');
  const warnings = reader(page).getByRole('list', { name: 'Warnings' });
  await expect(warnings.getByRole('listitem')).toHaveText([
    /3 links lead elsewhere than they say; one that names bank.com leads to evil.test/,
  ]);
  const dialog = page.getByRole('alertdialog', { name: 'Where this link goes' });
  for (const name of ['a', 'b', 'c']) {
    await body(page)
      .getByRole('link', { name: `https://bank.com/${name}` })
      .click();
    await expect(dialog.getByText(`https://evil.test/${name}`, { exact: true })).toBeVisible();
    await button(dialog, 'Stay here').click();
    await expect(dialog).toHaveCount(0);
  }
  expect(context.pages()).toHaveLength(1);
});

test('letters are drawn in the order in which they are judged, and what turned them round is told', async ({
  page,
}) => {
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, server.maildrop.messages.length);
  await rows(page).filter({ hasText: 'Backwards' }).click();
  await expectOpened(page, 'Backwards');
  await expect(body(page).getByRole('link')).toHaveText(Array(6).fill(/^moc\.knab$/));
  const turning = await reader(page)
    .locator('iframe[title="Message body"]')
    .evaluate((frame: HTMLIFrameElement) => {
      const elements = [...(frame.contentDocument?.querySelectorAll('body, body *') ?? [])];
      return elements.filter((each) => getComputedStyle(each).unicodeBidi.includes('override')).length;
    });
  expect(turning).toBe(0);

  const row = rows(page).filter({ hasText: 'Receipt' });
  await expect(row).toContainText('Bank moc.lapyap');
  await expect(row).not.toContainText('\u202e');
  await row.click();
  await expectOpened(page, 'Receipt fdp.exe');
  await expect(reader(page).getByText('Pay gnp.exe now')).toBeVisible();
  await expect(reader(page)).not.toContainText('\u202e');
  const warnings = reader(page).getByRole('list', { name: 'Warnings' });
  await expect(warnings.getByRole('listitem')).toHaveText([
    /The sender’s name or address has characters that can’t be seen/,
    /The subject came with characters that turn letters round; here they are left out/,
    /The text came with characters that turn letters round; here they are left out/,
  ]);
  // What each talks of is shown, and turns nothing there.
  await button(reader(page), 'Show details').last().click();
  await expect(reader(page).getByText('Receipt [U+202E]fdp.exe')).toBeVisible();
  await expect(reader(page).getByText('Bank [U+202E]moc.lapyap <x@evil.test>')).toBeVisible();
  await button(reader(page), 'Show original').first().click();
  await expect(page.getByRole('dialog').getByText('Pay [U+202E]gnp.exe now')).toBeVisible();
});

test('a link whose words name another site is asked about, in a sentence and behind hidden words as well', async ({
  page,
  context,
}) => {
  await context.route(/^https:/, (route) => route.fulfill({ body: 'elsewhere' }));
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, server.maildrop.messages.length);
  await rows(page).filter({ hasText: 'Covered' }).click();
  await expectOpened(page, 'Covered');
  const warnings = reader(page).getByRole('list', { name: 'Warnings' });
  await expect(warnings.getByRole('listitem')).toHaveText([
    /4 links lead elsewhere than they say; one that names bank.com leads to evil.test/,
  ]);
  const links = body(page).getByRole('link');
  await expect(links).toHaveCount(7);
  const dialog = page.getByRole('alertdialog', { name: 'Where this link goes' });
  for (let index = 0; index < 6; index += 1) {
    await links.nth(index).click();
    await expect(dialog.getByText('A link that names bank.com leads to evil.test.')).toBeVisible();
    await button(dialog, 'Stay here').click();
    await expect(dialog).toHaveCount(0);
  }
  const popup = context.waitForEvent('page');
  await links.last().click();
  expect((await popup).url()).toBe('https://bank.com/well');
});
