import { expect, type Page, test } from '@playwright/test';
import { anyFreePort } from '@/lib/demo/ports';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { type BareServer, startBareServer } from './support/bareServer';
import { addAccount, allHere, expectOpened, rows, type SignIn, status } from './support/browser';
import { asStored, type MailServer, startMailServer } from './support/mailServer';
import { generateMessages } from './support/messages';
import { type RunningProxy, startProxy } from './support/proxy';
import { storedCount, storedDigests } from './support/vault';

/** What goes wrong says what happened and what to do, and harms nothing that is stored. */

const count = 120;
let good: MailServer;
let stranger: MailServer;
let expired: MailServer;
let plain: MailServer;
let silent: BareServer;
let http: BareServer;
let line: RunningProxy;
let closed: number;
let app: RunningApp;

test.beforeAll(async () => {
  const messages = asStored(generateMessages(count));
  good = await startMailServer(messages);
  stranger = await startMailServer([]);
  expired = await startMailServer([], {
    certificate: { names: ['localhost'], from: new Date('2020-01-01'), until: new Date('2020-02-01') },
  });
  plain = await startMailServer([], { security: 'starttls' });
  silent = await startBareServer(() => {});
  http = await startBareServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  line = await startProxy({ target: { host: '127.0.0.1', port: good.port }, rate: 2_000_000 });
  closed = await anyFreePort();
  const ports = [good, stranger, expired, plain, silent, http, line].map(({ port }) => port);
  app = await startApp({
    caFile: good.caFile,
    pop3Ports: [...ports, closed],
    // A name that no server of names may know (RFC 6761); the bridge would refuse it before it asked.
    environment: { POSTBAG_ALLOW_PRIVATE_HOSTS: 'localhost,nowhere.invalid' },
  });
});
test.afterAll(async () => {
  await app?.stop();
  for (const each of [good, stranger, expired, plain, silent, http, line]) await each?.close();
});

/** Tries to add the account and gives the words of the failure. */
async function failure(page: Page, change: Partial<SignIn>, timeout = 15_000): Promise<string> {
  await page.goto(app.origin);
  await addAccount(page, { ...good.signIn, ...change });
  const alert = page.getByRole('list', { name: 'Signing in' }).getByRole('alert');
  await expect(alert).toBeVisible({ timeout });
  // Nothing was added, and what was typed is still there for the next try.
  expect(await storedCount(page)).toBe(0);
  await expect(page.getByRole('textbox', { name: 'Email address' })).toHaveValue(good.signIn.address);
  return (await alert.textContent()) ?? '';
}

test.describe('a sign-in that fails', () => {
  test('wrong password', async ({ page }) => {
    expect(await failure(page, { password: 'guess-canary' })).toMatch(
      /did not accept the password.*app password/,
    );
    // What was sent for it, to the command that was refused, and nothing secret in it.
    const alert = page.getByRole('list', { name: 'Signing in' }).getByRole('alert');
    const sent = alert.getByText(/AUTH PLAIN \*+ +-ERR/);
    await expect(sent).toBeHidden();
    await alert.getByText('What the bridge did').click();
    await expect(sent).toBeVisible();
    const secret = /guess-canary|Z3Vlc3MtY2FuYXJ5|d1ZXNzLWNhbmFye|ndWVzcy1jYW5hcn/;
    expect(await alert.textContent()).not.toMatch(secret);
  });

  test('unknown host', async ({ page }) => {
    expect(await failure(page, { host: 'nowhere.invalid', port: 995 })).toMatch(
      /No server of this name can be reached.*typing mistake in the server's name/,
    );
  });

  test('closed port', async ({ page }) => {
    expect(await failure(page, { port: closed })).toMatch(/does not take connections.*TLS normally uses 995/);
  });

  test('a port that the bridge may not dial', async ({ page }) => {
    expect(await failure(page, { port: 25 })).toMatch(/No server of this name can be reached from here/);
  });

  test('TLS to a port that speaks plain POP3', async ({ page }) => {
    expect(await failure(page, { port: plain.port })).toMatch(/does not speak TLS.*Choose STARTTLS/);
  });

  test('something else than POP3', async ({ page }) => {
    expect(await failure(page, { port: http.port, security: 'STARTTLS' })).toMatch(
      /doesn't seem to be a POP3 server/,
    );
  });

  test('a certificate of an unknown authority', async ({ page }) => {
    expect(await failure(page, { port: stranger.port })).toMatch(
      /Nobody known vouches for this server.*password was not sent/,
    );
  });

  test('a certificate that has expired', async ({ page }) => {
    expect(await failure(page, { port: expired.port })).toMatch(
      /certificate has expired.*password was not sent/,
    );
    // The doctor comes by himself, shows which certificate it is, and that this bridge makes no exceptions.
    const found = page.getByRole('list', { name: /^Receiving: localhost/ });
    await expect(found.getByText(/^[0-9A-F:]{95}$/)).toBeVisible();
    await expect(found.getByText('allows no exceptions')).toBeVisible();
    await expect(page.getByText('Looked at the connection')).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('a server that says nothing', async ({ page }) => {
    test.setTimeout(90_000);
    expect(await failure(page, { port: silent.port }, 60_000)).toMatch(/did not answer in time.*firewall/);
  });

  test('no encryption, where the bridge does not allow it', async ({ page }) => {
    expect(await failure(page, { security: 'None' })).toMatch(
      /unencrypted connection is not allowed.*Choose TLS/,
    );
  });

  test('and after it the right one works', async ({ page }) => {
    await failure(page, { password: 'guess' });
    await page.getByLabel('Password', { exact: true }).fill(good.signIn.password);
    await page.getByRole('button', { name: 'Add account', exact: true }).click();
    await allHere(page, count);
  });
});

async function expectUnharmed(page: Page): Promise<void> {
  const stored = await storedDigests(page);
  expect(stored.filter(({ claimed, actual }) => claimed !== actual)).toEqual([]);
  expect(new Set(stored.map(({ uidl }) => uidl)).size).toBe(stored.length);
}

async function checkMail(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Check mail' }).first().click();
}

test('the line breaks in the middle of a message: what came is kept, and the rest comes by itself', async ({
  page,
}) => {
  await page.goto(app.origin);
  const before = good.retrieved();
  line.cut(1_000_000);
  await addAccount(page, { ...good.signIn, port: line.port });
  await allHere(page, count);
  await expectUnharmed(page);
  // Only what was on its way came twice.
  expect(good.retrieved() - before).toBeGreaterThan(count);
  expect(good.retrieved() - before).toBeLessThan(count * 1.5);
});

test('the server goes and stays away: it says so, stored mail opens, and a check later brings the rest', async ({
  page,
}) => {
  await page.goto(app.origin);
  line.down(1_000_000);
  await addAccount(page, { ...good.signIn, port: line.port });
  const note = page.getByRole('button', { name: 'The connection broke off' });
  await expect(note).toBeVisible({ timeout: 20_000 });
  await note.click();
  await expect(page.getByText('What had arrived is kept; try again.')).toBeVisible();
  await page.keyboard.press('Escape');
  const kept = await storedCount(page);
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(count);
  await expectUnharmed(page);
  await rows(page).first().click();
  await expectOpened(page);

  line.up();
  await checkMail(page);
  await allHere(page, count);
  await expectUnharmed(page);
});

test.describe('no room left on the device', () => {
  /**
   * The device has room for so many octets; null: for as many as the disk has. To be set before the app is opened:
   * Chromium asks for the quota once, and again only when what it was told is used up.
   */
  async function leaveRoom(page: Page, octets: number | null): Promise<void> {
    const devtools = await page.context().newCDPSession(page);
    const { origin } = new URL(app.origin);
    await devtools.send('Storage.overrideQuotaForOrigin', {
      origin,
      ...(octets !== null && { quotaSize: octets }),
    });
  }

  test('while mail comes: it says so, harms nothing, and goes on when there is room', async ({ page }) => {
    await leaveRoom(page, 1_000_000);
    await page.goto(app.origin);
    await addAccount(page, good.signIn);
    await expect(page.getByRole('alert').getByText('no room left')).toBeVisible({ timeout: 30_000 });
    await expect(status(page)).toContainText('no room left');
    expect(await storedCount(page)).toBeLessThan(count);
    await expectUnharmed(page);

    await leaveRoom(page, null);
    await checkMail(page);
    await allHere(page, count);
    await expectUnharmed(page);
  });

  test('for the account itself: the sign-in says so, and works when there is room', async ({ page }) => {
    await leaveRoom(page, 1);
    await page.goto(app.origin);
    await addAccount(page, good.signIn);
    const alert = page.getByRole('list', { name: 'Signing in' }).getByRole('alert');
    await expect(alert).toContainText(/could not be saved on this device.*no room left/, { timeout: 30_000 });
    expect(await storedCount(page)).toBe(0);

    await leaveRoom(page, null);
    await page.getByRole('button', { name: 'Add account', exact: true }).click();
    await allHere(page, count);
    await expectUnharmed(page);
  });
});
