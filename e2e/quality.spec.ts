import { expect, type Locator, type Page, test } from '@playwright/test';
import { sampleMessages } from '@/lib/demo/mailbox';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, expectOpened, readAll, rows } from './support/browser';
import { mailWord, stringsOutside } from './support/catalogue';
import { dealByKeys } from './support/deeds';
import { type MailServer, startMailServer } from './support/mailServer';
import { storedSubjects } from './support/vault';

test.use({ serviceWorkers: 'allow' });

/** What holds on every screen: accessible, from the catalogue, silent towards others, guarded by its policy. */

let server: MailServer;
let words: MailServer;
let app: RunningApp;
let other: RunningApp;

/** Mail in which every word is known to be mail. */
const markedMail = Array.from({ length: 30 }, (_, index) => ({
  uidl: `marked${index}`,
  bytes: Buffer.from(
    [
      `From: ${mailWord}name <${mailWord}name@${mailWord}.example>`,
      `To: ${mailWord}ada <${mailWord}ada@${mailWord}.example>`,
      `Subject: ${mailWord}subject ${index}`,
      `Date: ${new Date(Date.now() - index * 7_200_000).toUTCString()}`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      `${mailWord}body ${mailWord}text`,
      '--b',
      `Content-Type: application/pdf; name="${mailWord}file.pdf"`,
      `Content-Disposition: attachment; filename="${mailWord}file.pdf"`,
      'Content-Transfer-Encoding: base64',
      '',
      'JVBERi0=',
      '--b--',
      '',
    ].join('\r\n'),
  ),
}));

test.beforeAll(async () => {
  server = await startMailServer(await sampleMessages(new Date()));
  words = await startMailServer(markedMail, { user: `${mailWord}ada@${mailWord}.example` });
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port] });
  other = await startApp({ caFile: words.caFile, pop3Ports: [words.port] });
});
test.afterAll(async () => {
  await app?.stop();
  await other?.stop();
  await server?.close();
  await words?.close();
});

const screens = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

for (const [screen, device] of Object.entries(screens)) {
  test(`axe finds nothing on any screen: ${screen}, light and dark`, async ({ browser }) => {
    test.setTimeout(150_000);
    const context = await browser.newContext({ ...device, locale: 'en-US' });
    const page = await context.newPage();
    await page.goto(app.origin);
    await expect(page.getByRole('button', { name: 'Add account', exact: true })).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);

    await addAccount(page, { ...server.signIn, password: 'wrong' });
    await expect(page.getByRole('alert').filter({ hasText: 'password' })).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);

    await page.getByLabel('Password', { exact: true }).fill(server.signIn.password);
    await page.getByRole('button', { name: 'Add account', exact: true }).click();
    await expect(rows(page).first()).toBeVisible();
    await allHere(page, server.maildrop.messages.length);
    expect(await accessibilityProblems(page)).toEqual([]);

    for (const index of [0, 3]) {
      await rows(page).nth(index).click();
      await expectOpened(page);
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(rows(page).first()).toBeVisible();
    }
    for (const [key, dialog] of [
      ['Control+k', 'Commands'],
      ['?', 'Keyboard keys'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog', { name: dialog })).toBeVisible();
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.keyboard.press('Escape');
    }
    if (screen === 'phone') {
      const folders = page.getByRole('button', { name: 'Folders', exact: true });
      await folders.tap();
      await expect(page.getByRole('dialog').getByRole('link', { name: 'Trash' })).toBeVisible();
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await rows(page).first().getByRole('checkbox').tap();
      await expect(page.getByRole('button', { name: 'Archive', exact: true })).toBeVisible();
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.keyboard.press('Escape');
    }
    // Every section of the settings: rules, contacts, junk, the server, and what comes to be there.
    await page.goto(`${app.origin}/mail?settings=all`);
    const links = page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
    await expect(links.first()).toBeVisible();
    const sections = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    expect(sections.length).toBeGreaterThan(8);
    if (screen === 'phone') expect(await accessibilityProblems(page)).toEqual([]);
    for (const section of sections) {
      if (screen === 'phone') await page.goto(`${app.origin}${section}`);
      else await page.evaluate((href) => history.pushState(null, '', href), section);
      const region = page.getByRole('dialog').getByRole('region').first();
      await expect(region).toBeVisible();
      await expect(region.locator('[aria-busy="true"]')).toHaveCount(0);
      expect(await accessibilityProblems(page), section).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, section).toBeLessThanOrEqual(device.viewport.width);
    }
    await context.close();
  });
}

test('a whole session by keyboard alone', async ({ page }) => {
  test.setTimeout(90_000);
  const { signIn } = server;
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  /** Goes on by Tab until the focus is there. */
  const tabTo = async (target: Locator) => {
    await expect(target).toBeVisible();
    for (let steps = 0; steps < 60; steps += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await press('Tab');
    }
    throw new Error(`Tab does not lead to ${target}`);
  };
  const fill = async (target: Locator, text: string) => {
    await tabTo(target);
    await press('Control+a');
    await page.keyboard.type(text);
  };
  await page.goto(app.origin);
  await fill(page.getByRole('textbox', { name: 'Email address' }), signIn.address);
  await fill(page.getByLabel('Password', { exact: true }), signIn.password);
  const host = page.getByRole('textbox', { name: 'POP3 server' });
  if (!(await host.isVisible())) {
    await tabTo(page.getByRole('button', { name: 'Server settings' }));
    await press('Enter');
  }
  await fill(host, signIn.host);
  await fill(page.getByRole('textbox', { name: 'Port', exact: true }), String(signIn.port));
  await press('Enter');
  await allHere(page, server.maildrop.messages.length);

  await press('j', 'Enter');
  await expectOpened(page);
  const message = () => new URL(page.url()).searchParams.get('message');
  // The next message with a frame; from inside of it the keys go on as elsewhere.
  const frame = page.locator('iframe[title="Message body"]');
  for (let steps = 0; (await frame.count()) === 0 && steps < 20; steps += 1) {
    const before = message();
    await press('j');
    await expect.poll(message).not.toBe(before);
    await expectOpened(page);
  }
  await tabTo(frame);
  const framed = message();
  await press('j');
  await expect.poll(message).not.toBe(framed);
  await expectOpened(page);
  await press('s');
  await expect(page.getByRole('button', { name: 'Star', exact: true }).first()).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await dealByKeys(page);
  await press('Escape');
  await press('/');
  await page.keyboard.type('from:mira');
  await expect(page.getByRole('heading', { name: 'Results' })).toBeVisible();
  await expect(rows(page).first()).toContainText('Mira');
  await press('Enter', 'Enter');
  await expectOpened(page);
  await press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
  await page.keyboard.type('starred');
  await press('Enter');
  await expect(page.getByRole('heading', { name: 'Starred' })).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
  await page.keyboard.type('appearance');
  await press('Enter');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('every string of the interface comes from the catalogue', async ({ page }) => {
  test.setTimeout(90_000);
  await page.addInitScript(() => localStorage.setItem('postbag.locale', 'pseudo'));
  await page.goto(other.origin);
  const form = page.locator('form');
  await expect(form.getByRole('textbox').first()).toBeVisible();
  expect(await stringsOutside(page)).toEqual([]);

  await form.locator('[aria-expanded]').click();
  const [address, password, username, host, port] = await form.locator('input:not([type=checkbox])').all();
  await address?.fill(words.signIn.address);
  await password?.fill('wrong');
  await username?.fill(words.signIn.address);
  await host?.fill(words.signIn.host);
  await port?.fill(String(words.port));
  await form.locator('[type=submit]').click();
  await expect(page.getByRole('alert').filter({ hasText: '⟦' }).first()).toBeVisible();
  expect(await stringsOutside(page)).toEqual([]);

  await password?.fill(words.signIn.password);
  await form.locator('[type=submit]').click();
  const row = page.getByText(`${mailWord}subject 0`).first();
  await expect(row).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: '30' }).first()).toBeVisible();
  expect(await stringsOutside(page)).toEqual([]);

  await row.click();
  await expect(page.getByRole('article')).toContainText(`${mailWord}subject 0`);
  expect(await stringsOutside(page)).toEqual([]);

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await stringsOutside(page)).toEqual([]);
});

/** All that the page asked for, and all that it complained about. */
function watch(page: Page): { foreign: string[]; complaints: string[] } {
  const seen = { foreign: [] as string[], complaints: [] as string[] };
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^https?:$/.test(protocol) && origin !== app.origin) seen.foreign.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') seen.complaints.push(message.text());
  });
  page.on('pageerror', (error) => seen.complaints.push(String(error)));
  return seen;
}

test('reading all of the sample mailbox asks nobody but the bridge, and the console stays silent', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const seen = watch(page);
  const count = server.maildrop.messages.length;
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, count);
  expect(await readAll(page, await storedSubjects(page), 3_000)).toEqual([]);
  expect(seen.foreign).toEqual([]);
  expect(seen.complaints).toEqual([]);
});

test('the policy: hashes for the inline scripts, nothing inline or evaluated, no referrer', async ({
  request,
}) => {
  const answer = await request.get(`${app.origin}/mail`);
  expect(answer.status()).toBe(200);
  const policy = answer.headers()['content-security-policy'] ?? '';
  const scripts = policy.split(';').find((directive) => directive.trim().startsWith('script-src')) ?? '';
  expect(scripts).toMatch(/'sha256-[A-Za-z0-9+/]{43}='/);
  expect(scripts).not.toMatch(/unsafe|POSTBAG|\*|http/);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(answer.headers()['referrer-policy']).toBe('no-referrer');
  expect(answer.headers()['x-content-type-options']).toBe('nosniff');

  const health = await request.get(`${app.origin}/api/health`);
  expect(await health.json()).toMatchObject({ status: 'ok' });
  expect(health.headers()['cache-control']).toContain('no-store');
});
