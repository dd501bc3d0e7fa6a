import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, expectOpened, reader, rows } from './support/browser';
import { inDatabase } from './support/database';
import { type Dovecot, startDovecot } from './support/dovecot';
import { exactCounters, packOctets } from './support/folders';
import { fillMaildir, generateMessages } from './support/messages';
import { storedDigests, storedSubjects } from './support/vault';

/**
 * One message in two accounts; and "keep offline for": bodies of old mail are freed while the server has them, come back,
 * and are told of when it has not.
 */

const mail = generateMessages(20);
const subject = (index: number) => mail[index]?.subject ?? 'none';
let dovecot: Dovecot;
let app: RunningApp;
let shared = { first: '', second: '' };

test.beforeAll(async () => {
  dovecot = await startDovecot({ users: { alice: 'secret', bob: 'secret', carol: 'secret' } });
  await fillMaildir(dovecot.maildir('alice'), mail);
  const [first, second] = generateMessages(2, { seed: 2 });
  if (!first || !second) throw new Error('two were generated');
  await fillMaildir(dovecot.maildir('bob'), [first, second]);
  // The same message as another server delivers it, and a list's copy with a footer, which is another one.
  const delivered = Buffer.concat([Buffer.from('Delivered-To: carol@example.net\r\n'), first.bytes]);
  const listed = Buffer.concat([second.bytes, Buffer.from('-- \r\nThe list\r\n')]);
  await fillMaildir(dovecot.maildir('carol'), [
    { ...first, bytes: delivered },
    { ...second, bytes: listed },
  ]);
  shared = { first: first.subject, second: second.subject };
  app = await startApp({ caFile: dovecot.ca, pop3Ports: [dovecot.popsPort] });
});
test.afterAll(async () => {
  await app?.stop();
  await dovecot?.stop();
});

const check = (page: Page) => page.getByRole('button', { name: 'Check mail', exact: true }).first().click();

/** Another program deletes the oldest message from the server. */
async function deleteOldest(): Promise<void> {
  for (const part of ['cur', 'new']) {
    const folder = join(dovecot.maildir('alice'), part);
    for (const name of await readdir(folder))
      if (name.includes(`.M${mail.length - 1}.`)) await rm(join(folder, name));
  }
}

test('the same message in two accounts is one row in each, and the reader says where else it is', async ({
  page,
}) => {
  await page.goto(app.origin);
  const server = { password: 'secret', host: 'localhost', port: dovecot.popsPort };
  await addAccount(page, { address: 'bob@example.net', username: 'bob', ...server });
  await allHere(page, 2);
  await page.goto(`${app.origin}/mail?add=1`);
  await addAccount(page, { address: 'carol@example.net', username: 'carol', ...server });
  await allHere(page, 4);
  await page.goto(`${app.origin}/mail`);
  await expect(rows(page)).toHaveCount(4);
  await expect(rows(page).filter({ hasText: shared.first })).toHaveCount(2);
  expect(await exactCounters(page)).toEqual({ inbox: { total: 4, unread: 4 } });

  await rows(page).filter({ hasText: shared.first }).first().click();
  await expectOpened(page, shared.first);
  const also = reader(page).getByRole('link', { name: /^Also in / });
  await expect(also).toHaveCount(1);
  expect(await accessibilityProblems(page)).toEqual([]);
  const [other] = ((await also.textContent()) ?? '').match(/\w+@example\.net/) ?? [];
  const here = page.url();
  await also.click();
  await expect(page).not.toHaveURL(here);
  await expectOpened(page, shared.first);
  await expect(reader(page).getByRole('link', { name: /^Also in / })).not.toHaveText(`Also in ${other}`);
  expect(await exactCounters(page)).toEqual({ inbox: { total: 4, unread: 2 } });

  await page.goto(`${app.origin}/mail`);
  await rows(page).filter({ hasText: shared.second }).first().click();
  await expectOpened(page, shared.second);
  await expect(reader(page).getByRole('link', { name: /^Also in / })).toHaveCount(0);
});

test('told in numbers, freed after a check, whole again when asked for, and told of when the server has it no more', async ({
  page,
}) => {
  await page.goto(app.origin);
  const server = { host: 'localhost', port: dovecot.popsPort };
  await addAccount(page, { address: 'alice@example.net', username: 'alice', password: 'secret', ...server });
  await allHere(page, mail.length);
  // Settled mail that is listed again shows that the server keeps it: until then nothing is freed.
  await check(page);
  const before = await storedDigests(page);
  const full = await packOctets(page);
  const counters = await exactCounters(page);

  await page.goto(`${app.origin}/mail?settings=keeping`);
  // Taken back, it is as it was.
  const archive = page.getByRole('combobox', { name: 'Archive' });
  await archive.selectOption({ label: '30 days' });
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('button', { name: 'Apply' })).toHaveCount(0);
  await expect(archive).toHaveValue('30');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(archive).toHaveValue('0');
  await page.getByRole('combobox', { name: 'Inbox' }).selectOption({ label: '30 days' });
  await expect(page.getByText('Of 20 messages only the headers would stay here')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await packOctets(page)).toBe(full);
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('button', { name: 'Apply' })).toHaveCount(0);
  await expect.poll(() => packOctets(page)).toBeLessThan(full / 10);
  for (const { claimed, actual } of await storedDigests(page)) expect(actual).toBe(claimed);
  expect(await exactCounters(page)).toEqual(counters);

  await page.goto(`${app.origin}/mail`);
  await expect(rows(page)).not.toHaveCount(0);
  await rows(page)
    .filter({ hasText: subject(1) })
    .click();
  await expectOpened(page, subject(1));
  await expect(reader(page).getByText('Only the header of this message is here')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  let goOn = () => {};
  const looked = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await page.context().route(/\/messages$/, (route) => looked.then(() => route.continue()), { times: 1 });
  await reader(page).getByRole('button', { name: 'Get the whole message' }).click();
  await expect(reader(page).getByText('It comes with the next check.')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  goOn();
  await expect(reader(page).getByRole('button', { name: 'Get the whole message' })).toHaveCount(0);
  const wanted = mail[1]?.bytes.length;
  const again = (await storedDigests(page)).filter(({ size }) => size === wanted);
  expect(again.map(({ actual }) => actual)).toEqual(
    before.filter(({ size }) => size === wanted).map(({ actual }) => actual),
  );

  // A check that is asked for while one is under way is that one: it had its listing before.
  await allHere(page, mail.length);
  await deleteOldest();
  await check(page);
  const oldest = rows(page).filter({ hasText: subject(mail.length - 1) });
  await page.getByRole('grid', { name: 'Messages' }).evaluate((grid) => {
    grid.scrollTop = grid.scrollHeight;
  });
  await oldest.click();
  await expect(
    reader(page).getByText('the mail server does not have the rest any more', { exact: false }),
  ).toBeVisible();
  await expect(reader(page).getByRole('button', { name: 'Get the whole message' })).toHaveCount(0);
  expect(await exactCounters(page)).toMatchObject({ inbox: { total: mail.length } });

  // Whatever the reader has to say in place of a body, it says to everybody.
  const readable = async (text: string) => {
    await expect(page.getByText(text)).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
  };
  await readable('the mail server does not have the rest any more');
  const [id = ''] = [...(await storedSubjects(page))].find(([, each]) => each === subject(1)) ?? [];
  await page.context().route(/\/built\/parse-/, (route) => route.abort());
  await page.goto(`${app.origin}/mail?message=${id}`);
  await readable("This message can't be opened right now.");
  await page.context().unroute(/\/built\/parse-/);
  await inDatabase(page, async (begin) => {
    const { packs } = begin(['packs'], 'readwrite');
    for (const pack of await packs.all()) await packs.put({ ...pack, bytes: new ArrayBuffer(1) });
  });
  await page.goto(`${app.origin}/mail?message=${id}`);
  await readable("The stored message can't be read.");
  await page.goto(`${app.origin}/mail?message=999999`);
  await readable('This message is not on this device');
});
