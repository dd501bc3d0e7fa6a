import type { Socket } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import { body, deleting, named } from './catalogue/maildrop';
import { allHere, reader, rows, status } from './support/browser';
import { check, listed, oddServer, settings, subjects } from './support/oddServer';

/**
 * The catalogue of quirky servers (its parts on lists, retrieving and deleting) as a person meets them: through the
 * browser, the built bridge and a server that misbehaves. Each test bears the numbers; what the protocol does in detail is
 * tested in e2e/catalogue/. Here somebody lets mail be deleted from it.
 */

const { manners, heard, open, toMail, toServerSettings } = oddServer();

/** Mail leaves the server as soon as it is verified here, at the person's word. */
async function deleteAtOnce(page: Page): Promise<void> {
  await toServerSettings(page);
  await page.getByRole('radio', { name: 'Delete at once' }).check();
  await page.getByRole('combobox', { name: 'Time to change your mind' }).selectOption({ label: 'None' });
  await page.getByRole('checkbox', { name: 'I have read this.' }).check();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
}
const journal = (page: Page) =>
  page.getByRole('list', { name: 'Deleted from the server' }).getByRole('listitem');

test('52 STAT, LIST and UIDL disagree: it is said, and nothing is deleted or forgotten', async ({ page }) => {
  const held = named('one', 'two');
  const right = deleting(held);
  await open(page, right);
  await allHere(page, 2);
  manners.answers = { ...right.answers, STAT: '+OK 3 300' };
  await deleteAtOnce(page);
  await expect(settings(page).getByText('The server’s lists contradict one another.')).toBeVisible();
  await expect(settings(page).getByText('Nothing is deleted and nothing is forgotten')).toBeVisible();
  expect(heard('DELE')).toEqual([]);
  expect(held).toHaveLength(2);
});

test('53 numbers that move at DELE: the right ones go, all stay readable, and the journal names them', async ({
  page,
}) => {
  const held = named('apple', 'birch', 'cedar');
  const right = deleting(held);
  const DELE = (_: Socket, line: string) => {
    held.splice(Number(line.split(' ')[1]) - 1, 1);
    return '+OK';
  };
  await open(page, { ...right, answers: { ...right.answers, DELE } });
  await allHere(page, 3);
  await deleteAtOnce(page);
  await expect(journal(page)).toHaveCount(3);
  expect(held).toEqual([]);
  expect(heard('DELE')).toEqual(['DELE 3', 'DELE 2', 'DELE 1']);
  await toMail(page);
  await subjects(page, 'apple', 'birch', 'cedar');
});

test('54 without UIDL: mail comes, and the person reads why it is never deleted there', async ({ page }) => {
  const held = named('one', 'two');
  const right = deleting(held);
  const answers = { ...right.answers, CAPA: listed('USER', 'TOP'), UIDL: '-ERR unknown command' };
  await open(page, { ...right, answers });
  await allHere(page, 2);
  await deleteAtOnce(page);
  await expect(settings(page).getByText('the server gives it no name of its own')).toBeVisible();
  await toMail(page);
  await check(page);
  expect(heard('DELE')).toEqual([]);
});

test('61 a name that is another message’s now: it stays on the server, with the reason', async ({ page }) => {
  const held = named('one', 'two');
  await open(page, deleting(held));
  await allHere(page, 2);
  const [first] = held;
  // Of the same size, so that no listing shows it.
  if (first) first.text = first.text.replaceAll('one', 'uno');
  await deleteAtOnce(page);
  await expect(
    settings(page).getByText('another message has its name on the server now').first(),
  ).toBeVisible();
  await expect.poll(() => held.map(({ uidl }) => uidl)).toEqual(['one']);
  await toMail(page);
  await subjects(page, 'one', 'two');
});

test('69 TOP that is cut proves nothing: the message stays on the server, with the reason, and is whole here', async ({
  page,
}) => {
  const held = named('one');
  const right = deleting(held);
  await open(page, {
    ...right,
    answers: { ...right.answers, TOP: body('Message-ID: <one@example.com>\r\n') },
  });
  await allHere(page, 1);
  await deleteAtOnce(page);
  await expect(
    settings(page).getByText('another message has its name on the server now').first(),
  ).toBeVisible();
  expect(held).toHaveLength(1);
  await toMail(page);
  await rows(page).first().click();
  await expect(reader(page)).toContainText('body of one');
});

test('78 a server that ignores deletions: asked three times, and then it is said', async ({ page }) => {
  const held = named('one');
  const right = deleting(held);
  const QUIT = (socket: Socket) => {
    socket.end('+OK Farewell.\r\n');
    return null;
  };
  await open(page, { ...right, answers: { ...right.answers, QUIT } });
  await allHere(page, 1);
  await deleteAtOnce(page);
  await expect.poll(() => heard('DELE').length).toBe(1);
  // Not by loading the page anew: that would end the session in the middle, and its outcome would be nobody's.
  await page.keyboard.press('Escape');
  await check(page);
  await expect.poll(() => heard('DELE').length).toBe(2);
  await check(page);
  await expect.poll(() => heard('DELE').length).toBe(3);
  await check(page);
  await status(page).getByRole('button', { name: 'The server ignores deletions' }).click();
  await expect(settings(page).getByText('accepted deletions several times and did not delete')).toBeVisible();
  expect(heard('DELE')).toHaveLength(3);
});
