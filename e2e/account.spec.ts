import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { anyFreePort } from '@/lib/demo/ports';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, rows } from './support/browser';
import { inDatabase } from './support/database';
import { type Dovecot, handToDovecot, startDovecot } from './support/dovecot';
import { fillMaildir, generateMessages } from './support/messages';
import { startProxy } from './support/proxy';
import { storedCount } from './support/vault';

/** An account gets another password, and moves with its mailbox; its mail stays, and no other mailbox's comes in. */

let dovecot: Dovecot;
let app: RunningApp;
let linePort: number;

test.beforeAll(async () => {
  // The mailbox of `moved` is that of `alice` under another name and password, as after a provider's move.
  // `copied` has all of it as another server keeps it: under other UIDLs, with a header field more; `fresh` has new mail alone.
  const users = {
    alice: 'the old one',
    moved: 'the new one',
    bob: 'of bob',
    copied: 'a third',
    fresh: 'a fourth',
  };
  dovecot = await startDovecot({ users });
  await fillMaildir(dovecot.maildir('alice'), generateMessages(12));
  await fillMaildir(dovecot.maildir('bob'), generateMessages(5, { seed: 2 }));
  await copyMail('alice', 'moved');
  await copyAsOthers('alice', 'copied');
  await fillMaildir(
    dovecot.maildir('fresh'),
    generateMessages(2, { seed: 4, newest: new Date('2026-07-01') }),
  );
  linePort = await anyFreePort();
  app = await startApp({ caFile: dovecot.ca, pop3Ports: [dovecot.popsPort, linePort] });
});
test.afterAll(async () => {
  await app?.stop();
  await dovecot?.stop();
});

async function copyMail(from: string, to: string): Promise<void> {
  for (const part of await readdir(dovecot.maildir(from))) {
    await cp(join(dovecot.maildir(from), part), join(dovecot.maildir(to), part), { recursive: true });
  }
  handToDovecot(dovecot.maildir(to));
}

async function copyAsOthers(from: string, to: string): Promise<void> {
  const [here, there] = [from, to].map((user) => join(dovecot.maildir(user), 'new'));
  if (!here || !there) throw new Error('no folders');
  for (const part of ['cur', 'new', 'tmp']) await mkdir(join(dovecot.maildir(to), part), { recursive: true });
  for (const name of await readdir(here)) {
    const bytes = Buffer.concat([Buffer.from('Delivered-To: copied\r\n'), await readFile(join(here, name))]);
    await writeFile(join(there, name.replace('.M', '.MX')), bytes);
  }
  handToDovecot(dovecot.maildir(to));
}

const address = 'alice@example.net';

async function openForm(page: Page): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${address}` }).click();
  await page.getByRole('menuitem', { name: 'Password and server' }).click();
  await expect(page.getByRole('heading', { name: 'Password and server' })).toBeVisible();
}

async function signInAs(page: Page, username: string, password: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Username' });
  if (!(await field.isVisible())) await page.getByRole('button', { name: 'Server settings' }).click();
  await field.fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in and save' }).click();
}

test('another mailbox is not let in, the moved one is, and nothing comes twice', async ({ page }) => {
  await page.goto(app.origin);
  const host = { host: 'localhost', port: dovecot.popsPort };
  await addAccount(page, { address, username: 'alice', password: 'the old one', ...host });
  await allHere(page, 12);
  const before = await rows(page).first().textContent();

  await openForm(page);
  await expect(page.getByRole('textbox', { name: 'Email address' })).toHaveValue(address);
  await expect(page.getByRole('textbox', { name: 'Email address' })).not.toBeEditable();
  await signInAs(page, 'bob', 'of bob');
  await expect(page.getByText('This is another mailbox')).toBeVisible();
  // Nothing was changed: the account goes on with what it had.
  await page.getByRole('button', { name: 'Back to mail' }).click();
  await allHere(page, 12);

  await openForm(page);
  await signInAs(page, 'moved', 'the new one');
  await allHere(page, 12);
  expect(await rows(page).first().textContent()).toBe(before);

  // What comes from now on comes from the new place, and the old one is asked no more.
  await fillMaildir(
    dovecot.maildir('moved'),
    generateMessages(1, { seed: 3, newest: new Date('2026-06-01') }),
  );
  await page.getByRole('button', { name: 'Check mail' }).first().click();
  await allHere(page, 13);

  // The provider moves the mailbox to another machine, where every message has another UIDL and another header.
  await openForm(page);
  await signInAs(page, 'copied', 'a third');
  await expect.poll(() => sessionsOf('copied')).toMatch(/top=12\/\d+, retr=0\/0/);
  await allHere(page, 13);

  // Then to one who took no mail along: that looks like another mailbox, and the person decides.
  await openForm(page);
  await signInAs(page, 'fresh', 'a fourth');
  await page.getByRole('button', { name: 'It is my mailbox, moved without its mail' }).click();
  await allHere(page, 15);
});

/** What Dovecot says of the ended sessions of a user: how much it showed of which commands. */
const sessionsOf = (user: string) =>
  dovecot
    .log()
    .split('\n')
    .filter((line) => line.includes(`pop3(${user})`) && line.includes('retr='))
    .join('\n');

test('several accounts come from one list, each with its own result, and stand in the order that one gives them', async ({
  page,
}) => {
  await page.goto(`${app.origin}/mail?add=1&several=1`);
  const server = `localhost:${dovecot.popsPort}`;
  await page
    .getByRole('textbox', { name: 'Accounts' })
    .fill(
      `fresh@example.net,${server},fresh,a fourth\nbob@example.net,${server},bob\nnobody@example.net,${server},nobody,wrong\nwho knows`,
    );
  const line = (text: string) => page.getByRole('listitem').filter({ hasText: text });
  await expect(line('who knows')).toContainText('This is no address');
  const add = page.getByRole('button', { name: 'Check and add all' });
  await add.click();
  await expect(line('bob@')).toContainText('Type its password');
  await line('bob@').getByLabel('Password of bob@example.net').fill('of bob');
  expect(await accessibilityProblems(page)).toEqual([]);
  await expect(add).not.toHaveAttribute('aria-busy');
  await add.click();
  await expect(line('fresh@')).toContainText('Added; its mail is coming');
  await expect(line('bob@')).toContainText('Added; its mail is coming');
  await expect(line('nobody@')).toContainText(/password/i);
  await expect(page.getByText('2 of 3 added')).toBeVisible();
  await page.getByRole('button', { name: 'To my mail' }).click();
  await allHere(page, 7);

  const names = page.getByRole('region', { name: 'Accounts' }).getByRole('link');
  const before = await names.allTextContents();
  expect(before).toHaveLength(2);
  await page.goto(`${app.origin}/mail?settings=account`);
  await page.getByRole('button', { name: 'Move down' }).click();
  await expect(page.getByText('2 of 2')).toBeVisible();
  await page.goto(app.origin);
  await expect(names).toHaveText(before.reverse());
});

test('five accounts are checked at once in two tabs: three streams at a time, and no more', async ({
  context,
  page,
}) => {
  // Slow enough for the streams to meet.
  const line = await startProxy({
    ...{ target: { host: '127.0.0.1', port: dovecot.popsPort }, port: linePort, delay: 50 },
  });
  const users = {
    ...{ alice: 'the old one', moved: 'the new one', bob: 'of bob', copied: 'a third', fresh: 'a fourth' },
  };
  const list = Object.entries(users).map(([user, secret]) =>
    [`${user}@example.net`, `localhost:${line.port}`, user, secret].join(','),
  );
  await page.goto(`${app.origin}/mail?add=1&several=1`);
  await page.getByRole('textbox', { name: 'Accounts' }).fill(list.join('\n'));
  await page.getByRole('button', { name: 'Check and add all' }).click();
  await expect(page.getByText('5 of 5 added')).toBeVisible();
  await page.getByRole('button', { name: 'To my mail' }).click();
  const settled = () =>
    inDatabase(page, async (begin) => {
      const rows = await begin(['ledger']).ledger.all();
      const accounts = new Set(rows.flatMap(({ account, settled }) => (settled ? [account] : [])));
      return [accounts.size, rows.every(({ settled }) => settled)];
    });
  await expect.poll(settled).toEqual([5, true]);
  const second = await context.newPage();
  await second.goto(app.origin);
  await expect(rows(second).first()).toBeVisible();
  const before = await storedCount(page);
  const from = dovecot.log().length;
  for (const [index, user] of Object.keys(users).entries()) {
    const newest = new Date('2026-08-01');
    await fillMaildir(dovecot.maildir(user), generateMessages(2, { seed: 10 + index, newest }));
  }
  for (const tab of [page, second]) await tab.getByRole('button', { name: 'Check mail' }).first().click();
  await expect.poll(() => storedCount(page)).toBe(before + 10);
  await expect.poll(() => retrievals(from).length).toBe(5);
  // Once for both tabs, and side by side as far as they may.
  expect(mostAtOnce(retrievals(from))).toBe(3);
  await line.close();
});

/** From which line of Dovecot's log to which one its sessions went in which mail was retrieved, behind so many octets of it. */
function retrievals(from: number): { begin: number; end: number }[] {
  const lines = dovecot.log().slice(from).split('\n');
  return lines.flatMap((line, end) => {
    const [, session] = /<([^<>]+)>: .* retr=[1-9]/.exec(line) ?? [];
    if (session === undefined) return [];
    return [{ begin: lines.findIndex((each) => each.includes(`session=<${session}>`)), end }];
  });
}

/** How many of them ran at once. */
function mostAtOnce(sessions: readonly { begin: number; end: number }[]): number {
  return Math.max(
    ...sessions.map(({ begin }) => sessions.filter((each) => each.begin <= begin && begin < each.end).length),
  );
}
