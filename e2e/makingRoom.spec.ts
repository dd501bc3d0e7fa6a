import { expect, test } from '@playwright/test';
import { type RunningApp, startApp } from './support/app';
import { apply, fetchAll, inMaildir, journal } from './support/deletionGround';
import { type Dovecot, startDovecot } from './support/dovecot';
import { fillMaildir, generateMessages } from './support/messages';
import { storedDigests } from './support/vault';

/** Room is made on a real server. */

const many = 30;
let dovecot: Dovecot;
let app: RunningApp;

test.beforeAll(async () => {
  dovecot = await startDovecot({ users: { carol: 'secret' } });
  await fillMaildir(dovecot.maildir('carol'), generateMessages(many, { seed: 3 }));
  app = await startApp({ caFile: dovecot.ca, pop3Ports: [dovecot.popsPort] });
});
test.afterAll(async () => {
  await app?.stop();
  await dovecot?.stop();
});

test('making room: the largest are named, can be taken back, and go when the time is over', async ({
  page,
}) => {
  await page.clock.install();
  await fetchAll(page, app.origin, dovecot, 'carol', many);
  const before = await inMaildir(dovecot, 'carol');
  const find = async () => {
    await page.getByRole('textbox', { name: 'Megabytes to free' }).fill('1');
    await page.getByRole('button', { name: 'Find messages' }).click();
    await page.getByRole('checkbox', { name: 'I have read this.' }).check();
    await page.getByRole('button', { name: /^Delete \d+ messages? from the server$/ }).click();
  };
  await find();
  await expect(page.getByText(/to be deleted from the server, on/)).toBeVisible();
  await page.getByRole('button', { name: 'Take back' }).click();
  await expect(page.getByRole('button', { name: 'Take back' })).toHaveCount(0);
  expect(await inMaildir(dovecot, 'carol')).toEqual(before);

  await page.getByRole('combobox', { name: 'Time to change your mind' }).selectOption({ label: 'None' });
  await apply(page);
  await expect(page.getByText('Saved.')).toBeVisible();
  await find();
  await expect.poll(async () => (await inMaildir(dovecot, 'carol')).size).toBeLessThan(many);
  const left = await inMaildir(dovecot, 'carol');
  const here = new Map((await storedDigests(page)).map(({ uidl, actual, size }) => [uidl, { actual, size }]));
  const gone = [...before.keys()].filter((uidl) => !left.has(uidl));
  expect(gone.reduce((sum, uidl) => sum + (here.get(uidl)?.size ?? 0), 0)).toBeGreaterThanOrEqual(1_000_000);
  for (const [uidl, hash] of before) expect(here.get(uidl)?.actual).toBe(hash);
  await expect(journal(page)).toHaveCount(gone.length);
  await expect(journal(page).first()).toContainText('You chose it.');
});
