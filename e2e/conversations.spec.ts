import { expect, type Page, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, expectOpened, notice, rows } from './support/browser';
import { type MailServer, startMailServer } from './support/mailServer';
import { readingMail } from './support/readingMail';

/** Messages that belong together, and commands that are found by their names. */

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

async function open(page: Page, subject: string): Promise<void> {
  await rows(page).filter({ hasText: subject }).last().click();
  await expectOpened(page, subject);
}

async function begin(page: Page): Promise<void> {
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, readingMail.length);
}

test('a conversation is one row, read and dealt with together; what lies elsewhere says where', async ({
  page,
}) => {
  await begin(page);
  await page.getByRole('button', { name: 'Show conversations' }).click();
  const grid = page.getByRole('grid', { name: 'Messages' });
  await expect(grid).toHaveAttribute('aria-rowcount', '9');
  const shelves = rows(page).filter({ hasText: 'Shelves' });
  await expect(shelves).toHaveAccessibleName(/^Unread.*2 messages/);
  await shelves.click();
  const conversation = page.getByRole('region', { name: 'Conversation' });
  const bodies = page.locator('iframe[title="Message body"]');
  await expect(bodies).toHaveCount(2);
  await expect(bodies.first().contentFrame().locator('body')).toContainText(/Which wood|Larch/);
  await expect(conversation.locator('iframe').contentFrame().locator('body')).toContainText(
    /Which wood|Larch/,
  );
  // What is said of a message is said here as well.
  await expect(conversation.getByRole('button', { name: 'Unsubscribe' })).toBeVisible();
  await expect(shelves).not.toHaveAccessibleName(/Unread/);
  expect(await accessibilityProblems(page)).toEqual([]);
  await conversation.getByRole('button', { name: 'Collapse all' }).click();
  await expect(bodies).toHaveCount(1);
  await conversation.getByRole('button', { name: 'Expand all' }).click();
  await expect(bodies).toHaveCount(2);
  await page.getByRole('button', { name: 'Archive' }).first().click();
  await expect(grid).toHaveAttribute('aria-rowcount', '8');
  await expect(page.getByText('2 messages archived')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(grid).toHaveAttribute('aria-rowcount', '9');
  await page.getByRole('button', { name: 'Show conversations' }).click();
  await expect(grid).toHaveAttribute('aria-rowcount', '10');

  // One of them by itself: the other one says where it is.
  await open(page, 'Re: Shelves');
  await expect(conversation).not.toContainText('in Archive');
  await page.getByRole('button', { name: 'Archive' }).first().click();
  await notice(page, 'Archived');
  await open(page, 'Shelves');
  await expect(conversation).toContainText('in Archive');
});

test('whatever can be done is found by its name', async ({ page }) => {
  await begin(page);
  await open(page, 'White');
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Commands' });
  await expect(palette.getByRole('combobox', { name: 'Find a command' })).toBeFocused();
  expect(await accessibilityProblems(page)).toEqual([]);
  // Of the message that is open, too.
  for (const name of ['Print', 'Copy text', 'Save as .eml', 'Show original', 'Check mail']) {
    await expect(palette.getByRole('option', { name })).toBeVisible();
  }
  await page.keyboard.type('starred');
  await expect(palette.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(palette).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Starred' })).toBeVisible();
});
