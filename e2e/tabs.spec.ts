import { type CDPSession, expect, type Page, test } from '@playwright/test';
import { leadHeader } from '@/lib/contract/constants';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, rows, status } from './support/browser';
import { inDatabase } from './support/database';
import { exactCounters, expectFolder } from './support/folders';
import { asStored, type MailServer, startMailServer } from './support/mailServer';
import { generateMessages } from './support/messages';
import { type RunningProxy, startProxy } from './support/proxy';
import { actAtRandom, giveHands, makePlaces } from './support/randomActions';
import { storedCount, storedDigests, storedSubjects } from './support/vault';

test.use({ serviceWorkers: 'allow' });

/**
 * One tab leads, whichever; when it goes, is frozen or out of sight, another one goes on, and nothing comes twice. What is
 * done in several at once is counted in all.
 */

const count = 150;
const bob = 'bob@lindgren.example';
/** Slow enough for the leader to be met in the middle of its work. */
const rate = 1_000_000;
let server: MailServer;
let line: RunningProxy;
let app: RunningApp;

test.beforeAll(async () => {
  server = await startMailServer(asStored(generateMessages(count)), {
    others: { [bob]: asStored(generateMessages(20, { seed: 2 })) },
  });
  line = await startProxy({ target: { host: '127.0.0.1', port: server.port }, rate });
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port, line.port] });
});
test.afterAll(async () => {
  await app?.stop();
  await line?.close();
  await server?.close();
});

/** The first tab leads, and is in the middle of getting mail; a second one is open. */
async function twoTabs(page: Page): Promise<{ second: Page; before: number }> {
  const before = server.retrieved();
  await page.goto(app.origin);
  await addAccount(page, { ...server.signIn, port: line.port });
  await expect(rows(page).first()).toBeVisible();
  const second = await page.context().newPage();
  await second.goto(app.origin);
  await expect(rows(second).first()).toBeVisible();
  await expect.poll(() => storedCount(second), { intervals: [20] }).toBeGreaterThan(20);
  return { second, before };
}

async function expectWhole(page: Page): Promise<void> {
  const stored = await storedDigests(page);
  expect(stored.filter(({ claimed, actual }) => claimed !== actual)).toEqual([]);
  expect(new Set(stored.map(({ uidl }) => uidl)).size).toBe(count);
  expect(stored).toHaveLength(count);
}

/** What the page says of its own visibility, as the browser would when another tab comes before it. */
async function setVisible(page: Page, visible: boolean): Promise<void> {
  await page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    },
    visible ? 'visible' : 'hidden',
  );
}

const lifecycle = (devtools: CDPSession, state: 'frozen' | 'active') =>
  devtools.send('Page.setWebLifecycleState', { state });

test('the leader is closed: the other tab goes on at once', async ({ page }) => {
  const { second, before } = await twoTabs(page);
  await page.close();
  const kept = await storedCount(second);
  expect(kept).toBeLessThan(count);
  await allHere(second, count);
  await expectWhole(second);
  // What was on its way when the tab went comes once more, and nothing else.
  expect(server.retrieved() - before).toBeLessThanOrEqual(2 * count - kept);
});

test('the leader is frozen: a tab that is seen takes over; woken, it neither leads nor writes', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const { second } = await twoTabs(page);
  const devtools = await page.context().newCDPSession(page);
  await lifecycle(devtools, 'frozen');
  expect(await storedCount(second)).toBeLessThan(count);
  await allHere(second, count, 90_000);
  await expectWhole(second);
  const epoch = await epochOf(second);

  await lifecycle(devtools, 'active');
  await allHere(page, count);
  const before = server.retrieved();
  await second.getByRole('button', { name: 'Check mail' }).first().click();
  await expect(status(second)).toContainText('just now');
  expect(server.retrieved()).toBe(before);
  expect(await epochOf(second)).toBe(epoch);
  await expectWhole(page);
});

test('the leader hangs without a word: the lead is taken from it, and what it does late changes nothing', async ({
  page,
}) => {
  test.setTimeout(150_000);
  const { second } = await twoTabs(page);
  const epoch = await epochOf(second);
  // The bridge ends what the old leader left open by this; else the new one would wait until the old one's receipt is given up.
  const leads: (string | undefined)[] = [];
  page.context().on('request', (request) => {
    if (request.url().endsWith('/messages')) leads.push(request.headers()[leadHeader]);
  });
  const late = worker(page).evaluate(() => {
    const until = Date.now() + 32_000;
    while (Date.now() < until);
  });
  // At once, or, where it hangs inside a transaction that nobody else can end, when that is over.
  await expect.poll(() => epochOf(second), { timeout: 45_000 }).toBe(epoch + 1);
  await allHere(second, count, 90_000);
  expect(new Set(leads)).toEqual(new Set([String(epoch + 1)]));
  await late;
  await expectWhole(second);
  // It woke up, found that it does not lead any more, and waits.
  await second.getByRole('button', { name: 'Check mail' }).first().click();
  await expect(status(second)).toContainText('just now');
  expect(await epochOf(second)).toBe(epoch + 1);
  await expectWhole(page);
});

test('the leader is hidden for long: it hands over between two sessions, and nothing is fetched twice', async ({
  page,
}) => {
  test.setTimeout(90_000);
  const { second, before } = await twoTabs(page);
  const epoch = await epochOf(second);
  await setVisible(page, false);
  await expect.poll(() => epochOf(second), { timeout: 60_000 }).toBe(epoch + 1);
  await allHere(second, count);
  await expectWhole(second);
  expect(server.retrieved() - before).toBe(count);
  // Back in front, the first tab is none the worse.
  await setVisible(page, true);
  await allHere(page, count);
});

test('the worker ends: another one takes its place', async ({ page }) => {
  const before = server.retrieved();
  await page.goto(app.origin);
  await addAccount(page, { ...server.signIn, port: line.port });
  await expect.poll(() => storedCount(page), { intervals: [20] }).toBeGreaterThan(20);
  const kept = await storedCount(page);
  await worker(page).evaluate(() => self.close());
  await allHere(page, count);
  await expectWhole(page);
  expect(server.retrieved() - before).toBeLessThanOrEqual(2 * count - kept);
});

test.describe('a worker whose script does not load', () => {
  test.use({ serviceWorkers: 'block' });

  test('is told, and comes back by itself when it can be had', async ({ page }) => {
    let broken = true;
    await page.context().route(/\/built\/sync-/, (route) => (broken ? route.abort() : route.continue()));
    await page.goto(app.origin);
    await addAccount(page, server.signIn);
    await expect(status(page)).toContainText('Getting mail could not start', { timeout: 20_000 });
    broken = false;
    await status(page).getByRole('button', { name: 'Retry' }).click();
    await allHere(page, count);
  });
});

test('a newer version of Postbag takes the database over: the old tabs say so and write no more', async ({
  page,
}) => {
  const { second } = await twoTabs(page);
  await upgrade(second);
  const kept = await storedCount(second);
  await expect(page.getByText('A newer version of Postbag is open')).toBeVisible();
  await expect(second.getByText('A newer version of Postbag is open')).toBeVisible();
  // What is on its way has nowhere to go: as many messages as when the database changed hands, for good.
  await page.getByRole('button', { name: 'Check mail' }).first().click();
  await expect.poll(() => server.inUse()).toBe(false);
  expect(await storedCount(second)).toBe(kept);
  // Where nobody looks, the tab gets its new version by itself.
  const reloaded = page.waitForEvent('load');
  await setVisible(page, false);
  await reloaded;
});

/** The page's sync worker. */
function worker(page: Page) {
  const found = page.workers().find((each) => each.url().includes('/built/sync-'));
  if (!found) throw new Error('The page has no sync worker.');
  return found;
}

const epochOf = (page: Page): Promise<number> =>
  inDatabase(page, async (begin) => Number((await begin(['meta']).meta.get('epoch'))?.value));

/** Opens the database as a newer version would. */
function upgrade(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const known = (await indexedDB.databases()).find(({ name }) => name === 'postbag')?.version ?? 1;
    const opening = indexedDB.open('postbag', known + 1);
    await new Promise((resolve, reject) => {
      opening.onsuccess = resolve;
      opening.onerror = () => reject(opening.error);
    });
    opening.result.close();
  });
}

test('1,000 random actions in two tabs on the mail of two accounts: what both show is what a recount finds', async ({
  context,
  page,
}) => {
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, count);
  await page.goto(`${app.origin}/mail?add=1`);
  await addAccount(page, { ...server.signIn, address: bob });
  await expect.poll(() => storedCount(page)).toBe(count + 20);
  const second = await context.newPage();
  await second.goto(app.origin);
  await expect(rows(second).first()).toBeVisible();
  await giveHands([page, second]);
  const places = await makePlaces(page);
  const messages = [...(await storedSubjects(page)).keys()].map(Number);
  const task = { ...places, messages, actions: 500 };
  const done = await Promise.all([
    actAtRandom(page, { ...task, seed: 1 }),
    actAtRandom(second, { ...task, seed: 2 }),
  ]);
  for (const kinds of done) {
    expect(Object.keys(kinds)).toHaveLength(16);
    expect(Object.values(kinds).reduce((sum, count) => sum + count)).toBe(500);
  }

  // Copies have come, and what was erased is gone.
  const left = [...(await storedSubjects(page)).keys()].map(Number);
  expect(Math.max(...left)).toBeGreaterThan(Math.max(...messages));
  expect(messages.filter((id) => !left.includes(id)).length).toBeGreaterThan(5);
  const counted = await exactCounters(page);
  const [work = '', home = ''] = places.folders;
  const [red = '', blue = ''] = places.labels;
  const names = {
    inbox: 'Inbox',
    starred: 'Starred',
    archive: 'Archive',
    snoozed: 'Snoozed',
    junk: 'Junk',
    trash: 'Trash',
    [work]: 'Work',
    [home]: 'Home',
    [red]: 'Red',
    [blue]: 'Blue',
  };
  for (const tab of [page, second]) {
    for (const [view, name] of Object.entries(names)) {
      const counts = counted[view] ?? { total: 0, unread: 0 };
      const link = tab.getByRole('navigation', { name: 'Folders' }).getByRole('link', { name, exact: true });
      // That folder is shown while something is in it.
      if (view === 'snoozed' && counts.total === 0) await expect(link).toBeHidden();
      else await expectFolder(tab, name, counts);
    }
  }
  expect(await exactCounters(second)).toEqual(counted);
});
