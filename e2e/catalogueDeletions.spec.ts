import type { Socket } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import { body, deleting, named } from './catalogue/maildrop';
import { allHere, reader, rows, status } from './support/browser';
import { check, hangUp, listed, oddServer, settings, subjects } from './support/oddServer';

/**
 * The catalogue of quirky servers (its parts on lists, retrieving and deleting) as a person meets them: through the
 * browser, the built bridge and a server that misbehaves. Each test bears the numbers; what the protocol does in detail is
 * tested in e2e/catalogue/. Here somebody lets mail be deleted from it.
 */

const { manners, heard, open, toMail, toServerSettings } = oddServer();

/** Mail leaves the server as soon as it is verified here, at the person's word. */
async function deleteAtOnce(page: Page): Promise<void> {
  await toServerSettings(page);
  await chooseAtOnce(page);
}
async function chooseAtOnce(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Delete at once' }).check();
  await page.getByRole('combobox', { name: 'Time to change your mind' }).selectOption({ label: 'None' });
  await page.getByRole('checkbox', { name: 'I have read this.' }).check();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
}
/**
 * All is here, and the server has heard of it: what it has not heard of the next check retrieves once more, and would get as
 * it is by then.
 */
async function allSettled(page: Page, messages: number): Promise<void> {
  await allHere(page, messages);
  await check(page);
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
  await allSettled(page, 2);
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

test('56, 57, 59 a blank name and one name twice: they stay, with the reason; by a name of any octets is deleted', async ({
  page,
}) => {
  const [blank, older, newer, odd, plain] = named('blank', 'older', 'newer', 'odd', 'plain');
  if (!blank || !older || !newer || !odd || !plain) throw new Error('five were named');
  blank.uidl = '';
  older.uidl = 'same';
  newer.uidl = 'same';
  odd.uidl = 'a\xff \x80\x01b';
  const held = [blank, older, newer, odd, plain];
  await open(page, deleting(held));
  await allHere(page, 5);
  await deleteAtOnce(page);
  await expect(settings(page).getByText(/3 messages stay there .*no name of its own/)).toBeVisible();
  await expect(journal(page)).toHaveCount(2);
  expect(held).toEqual([blank, older, newer]);
  expect(heard('DELE')).toEqual(['DELE 5', 'DELE 4']);
  await toMail(page);
  await subjects(page, 'blank', 'older', 'newer', 'odd', 'plain');
});

test('60 all names change after a migration: nothing is deleted by the new ones until the proof fits', async ({
  page,
}) => {
  const held = named('one', 'two', 'three');
  const stored = held.map(({ text }) => text);
  await open(page, deleting(held));
  await allHere(page, 3);
  for (const message of held) {
    message.uidl = `new ${message.uidl}`;
    message.text = `Delivered-To: alice\r\n${message.text}`;
  }
  await deleteAtOnce(page);
  await expect(
    settings(page).getByText(/3 messages stay on the server: another message has its name/),
  ).toBeVisible();
  await expect(status(page)).not.toContainText('Checking…');
  expect(heard('DELE')).toEqual([]);
  expect(heard('RETR')).toHaveLength(3);
  for (const [index, message] of held.entries()) message.text = stored[index] ?? '';
  await settings(page).getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => held).toEqual([]);
  await page.keyboard.press('Escape');
  await subjects(page, 'one', 'two', 'three');
});

test('63 a list that is empty for once: nothing is taken for gone, and nothing deleted until the next one', async ({
  page,
}) => {
  const held = named('one', 'two', 'three');
  const whole = [...held];
  await open(page, deleting(held));
  await allHere(page, 3);
  // Seen to list what was retrieved: a server that hides it lists nothing as a rule.
  await check(page);
  held.length = 0;
  await deleteAtOnce(page);
  await expect(settings(page).getByText('The server’s list is empty, although 3 messages')).toBeVisible();
  await expect(settings(page).getByText('Nothing yet.')).toBeVisible();
  await page.keyboard.press('Escape');
  held.push(...whole);
  await check(page);
  await expect.poll(() => held).toEqual([]);
  expect(heard('DELE')).toHaveLength(3);
  await subjects(page, 'one', 'two', 'three');
});

test('68 without TOP the whole message is the proof', async ({ page }) => {
  const held = named('one', 'two');
  const right = deleting(held);
  const answers = { ...right.answers, CAPA: listed('UIDL', 'SASL PLAIN'), TOP: hangUp };
  await open(page, { ...right, answers });
  await allSettled(page, 2);
  const [first] = held;
  // Of the same size and header: only the whole text shows it.
  if (first) first.text = first.text.replace('body of one', 'BODY of one');
  await deleteAtOnce(page);
  await expect(journal(page)).toHaveCount(1);
  await expect(journal(page)).toContainText('octet for octet, the verified copy');
  await expect(
    settings(page).getByText('another message has its name on the server now').first(),
  ).toBeVisible();
  expect(held).toEqual([first]);
  expect(heard('TOP')).toEqual([]);
});

test('72 a message of which only the header is here stays on the server, and leaves it once it is here whole', async ({
  page,
}) => {
  const [small, large] = named('small', 'large');
  if (!small || !large) throw new Error('two were named');
  large.text += 'The long story. '.repeat(70_000).concat('\r\n');
  const held = [small];
  await open(page, deleting(held));
  await allHere(page, 1);
  await toServerSettings(page);
  await page
    .getByRole('combobox', { name: 'Large messages' })
    .selectOption({ label: 'Over 1 MB: header only' });
  await chooseAtOnce(page);
  await expect(journal(page)).toHaveCount(1);
  held.push(large);
  await page.keyboard.press('Escape');
  await check(page);
  await allHere(page, 2);
  // Nor does the next check delete it.
  await check(page);
  expect(held).toEqual([large]);
  await rows(page).filter({ hasText: 'large' }).click();
  await reader(page).getByRole('button', { name: 'Get the whole message' }).click();
  await expect(reader(page)).toContainText('The long story.');
  await expect.poll(() => held).toEqual([]);
  expect(heard('DELE')).toHaveLength(2);
});

test('81 QUIT that is refused, and lost: what has become of a deletion only the next listing tells', async ({
  page,
}) => {
  const held = named('one', 'two');
  const [, two] = held;
  const right = deleting(held);
  let away = false;
  let before = 0;
  const greeting = () => {
    before = heard('DELE').length;
    return away ? '-ERR [SYS/TEMP] come back later' : '+OK ready';
  };
  const QUIT = (socket: Socket) => {
    if (heard('DELE').length === before) return hangUp(socket);
    away = true;
    // Of two that are marked, one goes; the second session deletes, and hangs up without a word.
    held.shift();
    return held.length > 0 ? '-ERR some messages were not removed' : hangUp(socket);
  };
  await open(page, { greeting, answers: { ...right.answers, QUIT } });
  await allHere(page, 2);
  await deleteAtOnce(page);
  await expect(settings(page).getByText('2 deletions were sent; the next listing shows')).toBeVisible();
  await expect(settings(page).getByText('Nothing yet.')).toBeVisible();
  expect(held).toEqual([two]);
  const again = status(page).getByRole('button', { name: 'Retry' });
  const retry = async () => {
    // Before, the listing behind the deletion may not have been refused yet.
    await expect(again).toBeVisible();
    away = false;
    await again.click();
  };
  await page.keyboard.press('Escape');
  await retry();
  await expect.poll(() => held).toEqual([]);
  await expect(again).toBeVisible();
  await toServerSettings(page);
  await expect(journal(page)).toHaveCount(1);
  await expect(journal(page)).toContainText('one');
  await expect(settings(page).getByText('1 deletion was sent; the next listing shows')).toBeVisible();
  await page.keyboard.press('Escape');
  await retry();
  await allHere(page, 2);
  await toServerSettings(page);
  await expect(journal(page)).toHaveCount(2);
});
