import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import {
  bringIn,
  checkCopy,
  damage,
  goBad,
  mailOf,
  openCopies,
  saveCopy,
  told,
  withoutPicker,
} from './support/archives';
import { addAccount, allHere, expectOpened, notice, place, rows, status } from './support/browser';
import { type Dovecot, startDovecot } from './support/dovecot';
import { expectFolder } from './support/folders';
import { fillMaildir, generateMessages } from './support/messages';
import { check } from './support/oddServer';
import { storedCount, storedDigests, storedSubjects, storedUidls } from './support/vault';

test.use({ serviceWorkers: 'allow' });

/** The second copy: all that is here goes into a file and comes back from it, octet by octet. */

const count = 120;
let dovecot: Dovecot;
let app: RunningApp;
let folder: string;
const file = (name: string) => join(folder, name);

test.beforeAll(async () => {
  dovecot = await startDovecot({ users: { alice: 'secret one', bob: 'secret two' } });
  const messages = generateMessages(count);
  await fillMaildir(dovecot.maildir('alice'), messages);
  await fillMaildir(dovecot.maildir('bob'), generateMessages(6));
  app = await startApp({ caFile: dovecot.ca, pop3Ports: [dovecot.popsPort] });
  folder = await mkdtemp(join(tmpdir(), 'postbag-copy-'));
  const separator = 'From somebody@example.net Thu Jan  1 10:00:00 2026\n';
  // As a program on Unix stores it.
  const quoted = messages.map(({ bytes }) =>
    bytes
      .toString('latin1')
      .replaceAll('\r\n', '\n')
      .replaceAll(/^(>*From )/gm, '>$1'),
  );
  await writeFile(file('unix.mbox'), quoted.map((text) => `${separator}${text}\n`).join(''), 'latin1');
});
test.afterAll(async () => {
  await app?.stop();
  await dovecot?.stop();
  await rm(folder, { recursive: true, force: true });
});

const signIn = () => ({
  ...{ address: 'alice@example.net', username: 'alice', password: 'secret one' },
  ...{ host: 'localhost', port: dovecot.popsPort },
});

/** A browser that has never been here. */
async function freshBrowser(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ acceptDownloads: true });
  const page = await context.newPage();
  await withoutPicker(page);
  return page;
}

test('export, wipe the profile, restore: every hash, folder, label and mark is there, and nothing is retrieved again', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const page = await freshBrowser(browser);
  await page.goto(app.origin);
  await addAccount(page, signIn());
  await allHere(page, count);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await rows(page).first().click();
  for (const name of ['Archive', 'Delete', 'Star', 'Mark as junk']) await button(name).click();
  const dialog = page.getByRole('dialog');
  await button('Pin').click();
  await notice(page, 'Pinned');
  await page.keyboard.press('l');
  await dialog.getByRole('textbox', { name: 'Find a label' }).fill('Red');
  await dialog.getByText('Create the label “Red”').click();
  await expect(dialog.getByRole('checkbox', { name: 'Red' })).toBeChecked();
  await page.keyboard.press('Escape');
  await page.keyboard.press('v');
  await dialog.getByRole('textbox', { name: 'Find a folder' }).fill('Bills');
  await dialog.getByText('Create the folder “Bills” and move there').click();
  await notice(page, 'Moved to the folder');
  await button('Snooze').click();
  await dialog.getByRole('button', { name: 'Tomorrow' }).click();
  await notice(page, 'Snoozed');
  await openCopies(page, app.origin);
  expect(await accessibilityProblems(page)).toEqual([]);
  await expect(page.getByText('There is no verified copy')).toBeVisible();
  await expect(page.getByText(`${count} messages,`)).toBeVisible();
  await saveCopy(page, file('mail.zip'), 'ZIP of .eml files');
  await saveCopy(page, file('mail.mbox'), 'mbox');
  const before = await mailOf(page);
  expect(before.length).toBe(count);

  const whole = await readFile(file('mail.zip'));
  await damage(whole, whole.indexOf('Subject: ') + 9, file('damaged.zip'));
  await writeFile(file('cut.zip'), whole.subarray(0, whole.length - 1_000));
  expect(await checkCopy(page, file('damaged.zip'))).toContain(`${count - 1} of ${count} messages verified`);
  expect(await checkCopy(page, file('cut.zip'))).toContain('The archive is damaged');
  await expect(page.getByText('There is no verified copy')).toBeVisible();
  expect(await checkCopy(page, file('mail.mbox'))).toContain(`${count} of ${count} messages verified`);
  await expect(page.getByText('There is no verified copy')).toBeVisible();
  expect(await checkCopy(page, file('mail.zip'))).toMatch(
    new RegExp(`${count} of ${count} messages verified.*written down as your second copy`),
  );
  await expect(page.getByText(/Verified copy of/)).toBeVisible();
  await page.context().close();

  const restored = await freshBrowser(browser);
  await restored.goto(app.origin);
  await restored.getByRole('button', { name: 'Bring mail back from a copy' }).click();
  // One that is damaged brings what is whole of it, and the whole one the rest.
  expect(await bringIn(restored, file('damaged.zip'))).toContain(`${count - 1} messages brought in`);
  expect(await bringIn(restored, [file('cut.zip'), file('mail.zip')])).toMatch(
    new RegExp(`1 message brought in.*${count - 1} messages were here already.*could not be brought in`),
  );
  // Once is enough.
  expect(await bringIn(restored, file('mail.zip'))).toContain('No new messages');
  expect(await mailOf(restored)).toEqual(before);
  for (const { claimed, actual } of await storedDigests(restored)) expect(actual).toBe(claimed);

  const retrieved = () =>
    dovecot
      .log()
      .match(/retr=(\d+)\//g)
      ?.filter((text) => text !== 'retr=0/').length;
  const sessions = retrieved();
  await restored.goto(`${app.origin}/mail`);
  await restored.getByRole('button', { name: 'Sign in' }).click();
  await restored.getByLabel('Password', { exact: true }).fill('secret one');
  await restored.getByRole('button', { name: 'Sign in again', exact: true }).click();
  await expect(status(restored)).toContainText('checked just now');
  expect(await mailOf(restored)).toEqual(before);
  expect(retrieved()).toBe(sessions);
  await restored.context().close();
});

test('an mbox, messages of other programs and files that are none come in, once, without an account', async ({
  browser,
}) => {
  const page = await freshBrowser(browser);
  await openCopies(page, app.origin);
  const letter = 'From: a@example.net\nSubject: A letter\nDate: Thu, 1 Jan 2026 10:00:00 +0100\n\nHello.\n';
  await writeFile(file('letter.eml'), letter);
  await writeFile(file('picture.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]));
  const said = await bringIn(page, [file('unix.mbox'), file('letter.eml'), file('picture.png')]);
  expect(said).toMatch(/121 messages brought in.*A new account: Imported.*picture\.png: This is no mail/);
  expect(await bringIn(page, file('unix.mbox'))).toContain('No new messages');
  const digests = await storedDigests(page);
  const hash = createHash('sha256').update(letter.replaceAll('\n', '\r\n')).digest('hex');
  expect(digests.map(({ actual }) => actual)).toContain(hash);
  await page.goto(`${app.origin}/mail`);
  // Nobody is asked to sign in for it, and nothing is checked.
  await expect(status(page)).toContainText('121 messages here');
  await expect(page.getByRole('button', { name: /Sign in/ })).toHaveCount(0);
  await page.context().close();
});

test('no room: an import keeps what is whole and says so, an export leaves nothing behind', async ({
  browser,
}) => {
  test.setTimeout(90_000);
  const page = await freshBrowser(browser);
  const devtools = await page.context().newCDPSession(page);
  const { length } = await readFile(file('unix.mbox'));
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: app.origin, quotaSize: length });
  await openCopies(page, app.origin);
  expect(await bringIn(page, file('unix.mbox'))).toMatch(/There is no room left.*What was complete is kept/);
  const stored = await storedCount(page);
  expect(stored).toBeLessThan(count);
  const digests = await storedDigests(page);
  expect(digests.length).toBe(stored);
  for (const { claimed, actual } of digests) expect(actual).toBe(claimed);

  await devtools.send('Storage.overrideQuotaForOrigin', { origin: app.origin, quotaSize: 1_000_000_000 });
  expect(await bringIn(page, file('unix.mbox'))).toContain('brought in');
  expect(await storedCount(page)).toBe(count);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: app.origin, quotaSize: 100_000 });
  await page.getByRole('button', { name: 'Save a copy…' }).click();
  await expect(told(page)).toContainText('There is no room left', { timeout: 30_000 });
  const left = await page.evaluate(async () => {
    const names: string[] = [];
    const root = (await navigator.storage.getDirectory()) as unknown as { keys(): AsyncIterable<string> };
    for await (const name of root.keys()) names.push(name);
    return names;
  });
  expect(left).toEqual([]);
  await page.context().close();
});

test('damage is found by itself: the server sends its message again, and what is nowhere else is told and mended from a copy', async ({
  browser,
}) => {
  test.setTimeout(90_000);
  const page = await freshBrowser(browser);
  await page.goto(app.origin);
  const bob = { address: 'bob@example.net', username: 'bob', password: 'secret two' };
  await addAccount(page, { ...bob, host: 'localhost', port: dovecot.popsPort });
  await allHere(page, 6);
  // What will go bad has a copy: both are mended together.
  const [first] = [...(await storedUidls(page))]
    .filter(([, uidl]) => !uidl.includes('.M5.'))
    .map(([id]) => Number(id))
    .sort((a, b) => a - b);
  await page.goto(`${app.origin}/mail?message=${first}`);
  await expectOpened(page);
  await page.keyboard.press('Shift+V');
  await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
  await expectFolder(page, 'Archive', { total: 1, unread: 0 });
  await openCopies(page, app.origin);
  await saveCopy(page, file('bob.zip'), 'ZIP of .eml files');
  const before = await mailOf(page);
  // The oldest leaves the server by another program's doing: it is here alone from now on.
  const [gone] = (await readdir(dovecot.maildir('bob'), { recursive: true })).filter((name) =>
    /^(?:new|cur)\/\d+\.M5\./.test(name),
  );
  await rm(join(dovecot.maildir('bob'), gone ?? 'none'));
  await page.goto(`${app.origin}/mail`);
  await page.getByRole('button', { name: 'Check mail' }).first().click();
  await expect(status(page)).toContainText('2 messages only on this device', { timeout: 30_000 });

  const bad = async () =>
    (await storedDigests(page)).filter(({ claimed, actual }) => claimed !== actual).map(({ uidl }) => uidl);
  await goBad(page);
  expect((await bad()).length).toBe(3);
  await page.reload();
  await expect(status(page)).toContainText(/messages? (?:is|are) damaged/, { timeout: 30_000 });
  await place(page, 'Archive').click();
  await rows(page).click();
  await expect(page.getByText(/was damaged: .* it comes again with the next check for mail/)).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Check mail' }).first().click();
  await expect.poll(async () => (await bad()).length).toBe(1);
  // Its reader says what is the matter, and leads to the cure.
  const [lost] = (await storedDigests(page)).filter(({ claimed, actual }) => claimed !== actual);
  const [id] = [...(await storedSubjects(page))].find(([, subject]) => subject === lost?.subject) ?? [];
  await page.goto(`${app.origin}/mail?message=${id}`);
  await expect(page.getByText(/was damaged: .* no server has it any more/)).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Bring in a copy' }).click();
  await expect(page.getByText(/No server has this message any more: .*bring it in below/)).toBeVisible();
  await bringIn(page, file('bob.zip'));
  expect(await bad()).toEqual([]);
  await expect(page.getByText(/damaged here/)).toHaveCount(0);
  // But for those that were opened, and are read.
  const unread = (lines: string[]) => lines.map((line) => line.replace('"unread":false', '"unread":true'));
  expect(unread(await mailOf(page))).toEqual(unread(before));
  // A verified copy is as good as a promise of the browser for what is in it, and for nothing that came later.
  await saveCopy(page, file('whole.zip'), 'ZIP of .eml files');
  expect(await checkCopy(page, file('whole.zip'))).toContain('written down as your second copy');
  const onServer = async () =>
    (await readdir(dovecot.maildir('bob'), { recursive: true })).filter((name) =>
      /^(?:new|cur)\/./.test(name),
    );
  expect(await onServer()).toHaveLength(5);
  await fillMaildir(
    dovecot.maildir('bob'),
    generateMessages(2, { seed: 7, newest: new Date('2026-03-05T10:00:00Z') }),
  );
  await page.goto(`${app.origin}/mail?settings=server`);
  await page.getByRole('radio', { name: 'Delete at once' }).check();
  await page.getByRole('combobox', { name: 'Time to change your mind' }).selectOption({ label: 'None' });
  await expect(page.getByRole('checkbox', { name: 'I have read this.' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect.poll(onServer).toHaveLength(2);
  await page.goto(`${app.origin}/mail`);
  await check(page);
  expect(await storedCount(page)).toBe(9);
  expect(await onServer()).toHaveLength(2);
  await page.context().close();
});
