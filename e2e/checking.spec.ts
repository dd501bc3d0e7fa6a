import { expect, type Page, test } from '@playwright/test';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, expectOpened, rows, status } from './support/browser';
import { asStored, type MailServer, startMailServer } from './support/mailServer';
import { generateMessages } from './support/messages';
import { type RunningProxy, startProxy } from './support/proxy';
import { checkedAt, storedCount } from './support/vault';

test.use({ serviceWorkers: 'allow' });

/** When mail is checked for, what waits, and what the person can do about it. */

const few = 12;
const large = 3_000_000;
let server: MailServer;
let line: RunningProxy;
let app: RunningApp;

const messages = asStored(generateMessages(few));
const big = {
  uidl: 'big',
  bytes: Buffer.from(
    `From: Photos <photos@example.org>\r\nSubject: Photos\r\n\r\n${'x'.repeat(76)}\r\n`.padEnd(large, 'y'),
  ),
};

test.beforeAll(async () => {
  server = await startMailServer([big, ...messages]);
  line = await startProxy({ target: { host: '127.0.0.1', port: server.port }, rate: 400_000 });
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port, line.port] });
});
test.afterAll(async () => {
  await app?.stop();
  await line?.close();
  await server?.close();
});

/** What a browser on a metered connection tells the page. */
async function metered(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const connection = Object.assign(new EventTarget(), { saveData: true, type: 'cellular' });
    Object.defineProperty(Navigator.prototype, 'connection', { get: () => connection });
  });
}

test('on a metered connection large messages wait, and come when somebody asks for them', async ({
  page,
}) => {
  await metered(page);
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, few);
  await expect(status(page)).toContainText('1 large message waits (3 MB): this connection is metered');
  const before = server.retrieved();
  await page.getByRole('button', { name: 'Check mail' }).first().click();
  await expect(status(page)).toContainText('large message waits');
  expect(server.retrieved()).toBe(before);
  await status(page).getByRole('button', { name: 'Get them now' }).click();
  await allHere(page, few + 1);
  await expect(status(page)).not.toContainText('waits');
});

test('on a low battery large messages wait; who comes back brings a check with him: the connection, and somebody who looks', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const battery = Object.assign(new EventTarget(), { level: 0.1, charging: false });
    Object.defineProperty(Navigator.prototype, 'getBattery', { value: async () => battery });
  });
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, few);
  await expect(status(page)).toContainText('1 large message waits (3 MB): the battery is low');
  await status(page).getByRole('button', { name: 'Get them now' }).click();
  await allHere(page, few + 1);
  await expect(status(page)).not.toContainText(/Checking…|Getting /);

  const worker = page.workers().find((each) => each.url().includes('/built/sync-'));
  let before = await checkedAt(page);
  // Playwright takes the page off the line, and not its workers, which the browser tells of it as well.
  await worker?.evaluate(() => dispatchEvent(new Event('online')));
  await expect.poll(() => checkedAt(page)).toBeGreaterThan(before);

  // Not at once: one who has just looked has seen what there is.
  before = await checkedAt(page);
  await worker?.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 3_600_000;
  });
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await expect.poll(() => checkedAt(page)).toBeGreaterThan(before + 3_000_000);
});

test('paused, nothing more comes until it is resumed; stopped, the rest comes with the next check', async ({
  page,
}) => {
  await page.goto(app.origin);
  await addAccount(page, { ...server.signIn, port: line.port });
  await expect(rows(page).first()).toBeVisible();
  await status(page).getByRole('button', { name: 'Pause' }).click();
  await expect(status(page)).toContainText('Paused');
  const kept = await storedCount(page);
  expect(kept).toBeLessThan(few + 1);
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await expect(status(page)).toContainText('Paused');
  await status(page).getByRole('button', { name: 'Resume' }).click();
  await expect(status(page)).toContainText('Getting');
  await status(page).getByRole('button', { name: 'Stop' }).click();
  await expect(status(page)).toContainText('Stopped');
  await status(page).getByRole('button', { name: 'Resume' }).click();
  await allHere(page, few + 1);
});

test('how often is chosen under settings, and holds for every tab', async ({ page }) => {
  await page.addInitScript(() => {
    const ask = Notification.requestPermission.bind(Notification);
    Notification.requestPermission = () => {
      sessionStorage.setItem('asked', String(Number(sessionStorage.getItem('asked') ?? 0) + 1));
      return ask();
    };
  });
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, few + 1);
  await page.goto(`${app.origin}/mail?settings=checking`);
  const choice = page.getByRole('combobox', { name: 'Check for mail' });
  await expect(choice).toHaveValue('2');
  await choice.selectOption({ label: 'Only by hand' });
  await expect(page.getByText('at no other time')).toBeVisible();
  const second = await page.context().newPage();
  await second.goto(`${app.origin}/mail?settings=checking`);
  await expect(second.getByRole('combobox', { name: 'Check for mail' })).toHaveValue('0');
  await second.getByRole('combobox', { name: 'Check for mail' }).selectOption({ label: 'Every minute' });
  await expect(choice).toHaveValue('1');

  // New mail is told of while nobody looks, once somebody has turned that on.
  await second.close();
  await page.context().grantPermissions(['notifications'], { origin: app.origin });
  // Nobody is asked before that.
  const asked = () => page.evaluate(() => Number(sessionStorage.getItem('asked') ?? 0));
  expect(await asked()).toBe(0);
  await page.getByText('From whom, about what').click();
  await expect(page.getByRole('radio', { name: 'From whom, about what' })).toBeChecked();
  expect(await asked()).toBe(1);
  // The icon of an installed app bears how much is unread. (Here nothing is installed: it is written down instead.)
  await page.addInitScript(() => {
    navigator.setAppBadge = async (count) => {
      document.documentElement.dataset.badge = String(count);
    };
  });
  const before = await checkedAt(page);
  await page.goto(`${app.origin}/mail`);
  // The check at the start is over: a button that is pressed during a check begins no other one.
  await expect.poll(() => checkedAt(page)).toBeGreaterThan(before);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
  await allHere(page, few + 1);
  await expect(page.locator('html')).toHaveAttribute('data-badge', String(few + 1));
  await lookElsewhere(page);
  const date = new Date().toUTCString();
  // A stranger writes both: what would turn the words, begin a line of its own, or be markup is none of that.
  const encoded = (text: string) => `=?utf-8?b?${Buffer.from(text).toString('base64')}?=`;
  const sender = encoded('Mia \u202egpj.exe\u2067\r\n<b>');
  const subject = encoded(`Look up\nBank: <img src=x>\u2066${'!'.repeat(999)}`);
  server.maildrop.add({
    uidl: 'news',
    bytes: Buffer.from(
      `From: ${sender} <mia@example.org>\r\nSubject: ${subject}\r\nDate: ${date}\r\n\r\nHello.\r\n`,
    ),
  });
  await page.evaluate(() => document.querySelector<HTMLElement>('[aria-label="Check mail"]')?.click());
  const told = () =>
    page.evaluate(async () => {
      const shown = await (await navigator.serviceWorker.ready).getNotifications();
      return shown.map(({ title, body }) => `${title}: ${body}`);
    });
  await expect
    .poll(told, { timeout: 20_000 })
    .toEqual([`Mia gpj.exe <b>: ${'Look up Bank: <img src=x>'.padEnd(200, '!')}`]);
  await expect(page.locator('html')).toHaveAttribute('data-badge', String(few + 2));
  // Pressed, as the worker tells the tab (a press itself is the system's): its message opens.
  const [worker] = page.context().serviceWorkers();
  await worker?.evaluate(async () => {
    const { registration, clients } = globalThis as unknown as {
      registration: ServiceWorkerRegistration;
      clients: { matchAll(): Promise<readonly Pick<Worker, 'postMessage'>[]> };
    };
    const [{ data } = { data: null }] = await registration.getNotifications();
    for (const tab of await clients.matchAll()) tab.postMessage({ kind: 'notification', ...data });
  });
  await expectOpened(page, `Look up Bank: <img src=x>\u2066${'!'.repeat(999)}`);
});

/** Somebody goes to another tab: the page loses the focus, which Playwright keeps for all of them otherwise. */
async function lookElsewhere(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  const other = await page.context().newPage();
  await other.bringToFront();
  await expect.poll(() => page.evaluate(() => document.hasFocus())).toBe(false);
}
