import { expect, type Page, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, expectOpened, rows } from './support/browser';
import { asStored, type MailServer, startMailServer } from './support/mailServer';
import { generateMessages } from './support/messages';

/** Searches as people make them: while they type, with operators, by key and finger, without a connection. */

const told = (subject: string, body: string, more = '') =>
  Buffer.from(
    [
      'From: Ayşe Yılmaz <ayse@sahne.example>',
      'To: ada@lindgren.example',
      `Subject: ${subject}`,
      'Date: Wed, 04 Mar 2026 10:00:00 +0000',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      more,
      '',
      body,
      '',
    ]
      .filter((line, index) => line !== '' || index > 6)
      .join('\r\n'),
  );
const special = [
  told('Sarıyer ışığı', 'Sahne için Weißglut 42, und der Kuckuck ruft dreimal.'),
  told('大阪府の天気', '午後は晴れます。'),
];
const generated = generateMessages(40);
const count = generated.length + special.length;

let server: MailServer;
let app: RunningApp;

test.beforeAll(async () => {
  server = await startMailServer([
    ...asStored(generated),
    ...special.map((bytes, index) => ({ uidl: `special-${index}`, bytes })),
  ]);
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port] });
});
test.afterAll(async () => {
  await app?.stop();
  await server?.close();
});

const box = (page: Page) => page.getByRole('searchbox', { name: 'Search mail' });

/** Everything is here, and can be found by all of its words. */
async function openMail(page: Page): Promise<void> {
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, count);
  await box(page).fill('kuckuck');
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear search' }).click();
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
}

async function expectResults(page: Page, query: string, results: number): Promise<void> {
  await box(page).fill(query);
  const text = results === 1 ? '1 result' : `${results} results`;
  await expect(page.getByRole('status').filter({ hasText: /^\d+ results?$/ })).toHaveText(text);
}

test('finds while one types, whatever the letters; by key into the results and back', async ({ page }) => {
  await openMail(page);
  await page.keyboard.press('Escape');
  await page.getByRole('grid', { name: 'Messages' }).focus();
  await page.keyboard.press('/');
  await expect(box(page)).toBeFocused();
  await page.keyboard.type('sariy');
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).locator('mark')).toHaveText(['Sarıyer']);
  for (const query of [
    'isigi',
    'weissg',
    '"weißglut 42"',
    '阪府',
    'from:ayse kuck',
    'kuckuck OR 天気 -osaka',
  ])
    await test.step(query, async () => {
      await box(page).fill(query);
      await expect(rows(page).first()).toContainText(/Sarıyer|大阪府/);
    });
  await expectResults(page, 'from:ayse', 2);
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expectOpened(page, '大阪府の天気');
  expect(page.url()).toContain('q=from%3Aayse');
  await page.keyboard.press('j');
  await expectOpened(page, 'Sarıyer ışığı');
  await page.goBack();
  await expect(box(page)).toHaveValue('from:ayse');
  await page.goBack();
  await expect(box(page)).toHaveValue('');
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
});

test('operators are offered; what is deleted leaves the results, and comes back; without a connection too', async ({
  context,
  page,
}) => {
  await openMail(page);
  await box(page).focus();
  await page.getByRole('button', { name: 'Unread', exact: true }).click();
  await expect(box(page)).toHaveValue('is:unread ');
  await expectResults(page, 'is:unread from:ayse', 2);
  await expect(rows(page)).toHaveCount(2);
  await box(page).press('Enter');
  await page.keyboard.press('#');
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page)).toHaveCount(2);

  await context.setOffline(true);
  await expectResults(page, 'nobody-wrote-this', 0);
  await expect(page.getByText('Nothing found')).toBeVisible();
  await expectResults(page, 'kuckuck', 1);
  await page.reload();
  await expect(box(page)).toHaveValue('kuckuck');
  await expect(rows(page)).toHaveCount(1);
  await context.setOffline(false);
});

test('on a phone', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const page = await context.newPage();
  await openMail(page);
  await box(page).tap();
  await box(page).fill('天気');
  await expect(rows(page)).toHaveCount(1);
  expect(await accessibilityProblems(page)).toEqual([]);
  await rows(page).first().tap();
  await expectOpened(page, '大阪府の天気');
  await page.goBack();
  await expect(box(page)).toHaveValue('天気');
  await context.close();
});
