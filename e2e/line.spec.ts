import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, expectOpened, rows, searchBox, status } from './support/browser';
import { toCrlf } from './support/corpus';
import { type Dovecot, startDovecot } from './support/dovecot';
import { exactCounters, expectFolder } from './support/folders';
import { fillMaildir, type GeneratedMessage, generateMessages } from './support/messages';
import { type RunningProxy, startProxy } from './support/proxy';
import { storedCount, storedDigests } from './support/vault';

test.use({ serviceWorkers: 'allow' });

/** The main line: a real mail server over TLS, 2,000 messages, and every byte compared. */

const all = 2_000;
const few = 600;
let dovecot: Dovecot;
/** On the way to bob's mail: slow enough for somebody to come in between. */
let slow: RunningProxy;
let app: RunningApp;
let newest: GeneratedMessage;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  dovecot = await startDovecot({ users: { alice: 'secret one', bob: 'secret two' } });
  const messages = generateMessages(all);
  const [first] = messages;
  if (!first) throw new Error('nothing was generated');
  newest = first;
  await fillMaildir(dovecot.maildir('alice'), messages);
  await fillMaildir(dovecot.maildir('bob'), generateMessages(few, { seed: 2 }));
  slow = await startProxy({ target: { host: '127.0.0.1', port: dovecot.popsPort }, rate: 4_000_000 });
  const pop3Ports = [dovecot.popPort, dovecot.popsPort, slow.port];
  app = await startApp({ caFile: dovecot.ca, pop3Ports });
});
test.afterAll(async () => {
  await app?.stop();
  await slow?.close();
  await dovecot?.stop();
});

const signIn = (user: string, password: string, port = dovecot.popsPort) => ({
  address: `${user}@example.net`,
  username: user,
  password,
  host: 'localhost',
  port,
});

/** SHA-256 of every file of a Maildir by its UIDL, which Dovecot makes of the file's name. */
async function maildirDigests(user: string): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  for (const part of ['new', 'cur']) {
    const folder = join(dovecot.maildir(user), part);
    for (const name of await readdir(folder)) {
      const text = toCrlf((await readFile(join(folder, name))).toString('latin1'));
      const digest = createHash('sha256').update(text, 'latin1').digest('hex');
      digests.set(name.split(':')[0] ?? name, digest);
    }
  }
  return digests;
}

async function expectSameAsServer(page: Page, user: string): Promise<void> {
  const server = await maildirDigests(user);
  const stored = await storedDigests(page);
  expect(stored.length).toBe(server.size);
  expect(stored.filter(({ uidl, actual }) => server.get(uidl) !== actual)).toEqual([]);
  expect(stored.filter(({ claimed, actual }) => claimed !== actual)).toEqual([]);
  expect(new Set(stored.map(({ uidl }) => uidl)).size).toBe(server.size);
}

/** RETR commands of the sessions that began after `from` octets of the log, as Dovecot counts them at their ends. */
function retrieved(from: number): number {
  const counts = [
    ...dovecot
      .log()
      .slice(from)
      .matchAll(/ retr=(\d+)\//g),
  ];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

test('2,000 messages over TLS: the newest at once, all of them byte for byte, once for two tabs', async ({
  context,
  page,
}) => {
  test.setTimeout(180_000);
  await page.goto(app.origin);
  const began = Date.now();
  await addAccount(page, signIn('alice', 'secret one'));
  await expect(rows(page).first()).toContainText(newest.subject, { timeout: 10_000 });
  test.info().annotations.push({ type: 'newest visible', description: `${Date.now() - began} ms` });

  // Nothing blocks reading.
  await rows(page).first().click();
  await expectOpened(page, newest.subject);
  expect(await storedCount(page)).toBeLessThan(all);

  const second = await context.newPage();
  await second.goto(app.origin);
  await expect(rows(second).first()).toContainText(newest.subject);

  await allHere(page, all, 150_000);
  await allHere(second, all);
  await expectSameAsServer(page, 'alice');
  await expect.poll(() => retrieved(0)).toBe(all);
});

test('interrupted in the middle, it goes on where it stopped; what is done to all that a search finds tells how far it is', async ({
  context,
  page,
}) => {
  test.setTimeout(120_000);
  const from = dovecot.log().length;
  await page.goto(app.origin);
  await addAccount(page, signIn('bob', 'secret two', slow.port));
  await expect.poll(() => storedCount(page), { intervals: [20] }).toBeGreaterThan(50);
  await page.close();

  const again = await context.newPage();
  await again.goto(app.origin);
  const kept = await storedCount(again);
  expect(kept).toBeGreaterThan(50);
  expect(kept).toBeLessThan(few);
  await expect(status(again)).not.toContainText('messages here', { timeout: 5_000 });
  await allHere(again, few, 90_000);
  await expectSameAsServer(again, 'bob');
  // What was on its way and not yet stored is retrieved once more, and nothing else.
  await expect.poll(() => retrieved(from)).toBeGreaterThanOrEqual(few);
  expect(retrieved(from)).toBeLessThanOrEqual(few * 2 - kept);

  // Something is done to all that a search finds: how far it is is told meanwhile, and it is undone as one.
  const main = again.getByRole('main');
  await searchBox(again).fill('in:inbox from:example.org');
  await expect(main.getByText('600 results')).toBeVisible({ timeout: 30_000 });
  await rows(again).first().hover();
  await rows(again).first().getByRole('checkbox').click();
  await again.getByRole('button', { name: 'Select all 600' }).click();
  const told = await again.evaluateHandle(() => {
    const texts = new Set<string>();
    const asked = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));
    new MutationObserver(() => {
      // Whoever would leave now is asked.
      texts.add(asked() ? 'asks' : 'lets go');
      for (const { textContent } of document.querySelectorAll('main [aria-live]')) texts.add(textContent);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    return texts;
  });
  const working = [0, 500].map((sofar) => `Working: ${sofar} of 600 messages…`);
  await again.keyboard.press('e');
  await expect(main.getByText('600 messages archived')).toBeVisible();
  expect(await told.evaluate((texts) => [...texts])).toEqual(
    expect.arrayContaining([...working, 'asks', 'lets go']),
  );
  await told.evaluate((texts) => texts.clear());
  await expectFolder(again, 'Archive', { total: few, unread: few });
  await again.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(main.getByText('Undone')).toBeVisible();
  expect(await told.evaluate((texts) => [...texts])).toEqual(expect.arrayContaining(working));
  await expectFolder(again, 'Inbox', { total: few, unread: few });
  expect(await exactCounters(again)).toMatchObject({ inbox: { total: few }, archive: { total: 0 } });
});
