import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, expectOpened, reader, rows } from './support/browser';
import { type Dovecot, startDovecot } from './support/dovecot';
import { exactCounters, packOctets } from './support/folders';
import { fillMaildir, generateMessages } from './support/messages';
import { storedDigests } from './support/vault';

/** "Keep offline for": bodies of old mail are freed while the server has them, come back, and are told of when it has not. */

const mail = generateMessages(20);
const subject = (index: number) => mail[index]?.subject ?? 'none';
let dovecot: Dovecot;
let app: RunningApp;

test.beforeAll(async () => {
  dovecot = await startDovecot({ users: { alice: 'secret' } });
  await fillMaildir(dovecot.maildir('alice'), mail);
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
  await reader(page).getByRole('button', { name: 'Get the whole message' }).click();
  await expect(reader(page).getByRole('button', { name: 'Get the whole message' })).toHaveCount(0);
  const wanted = mail[1]?.bytes.length;
  const again = (await storedDigests(page)).filter(({ size }) => size === wanted);
  expect(again.map(({ actual }) => actual)).toEqual(
    before.filter(({ size }) => size === wanted).map(({ actual }) => actual),
  );

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
});
