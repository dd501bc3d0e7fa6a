import { expect, type Page, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, button, expectOpened, reader, rows } from './support/browser';
import { inDatabase } from './support/database';
import { type MailServer, startMailServer } from './support/mailServer';
import { startWebServer, type WebServer } from './support/webServer';

/**
 * Remote images: none until asked for, then through the bridge alone, and with their message from then on. Lists are left
 * through the bridge as well.
 */

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const pages = {
  '/photo.png': { type: 'text/html', body: png },
  '/ground.png': { type: 'image/png', body: png },
  '/pixel.png': { type: 'image/png', body: png },
  '/drawing.png': { type: 'image/png', body: '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>' },
};

let server: MailServer;
let web: WebServer;
let app: RunningApp;

function newsletter(index: number, host: string) {
  const body =
    `<p style="background:url(https://${host}/ground.png)">Number ${index}</p>` +
    `<img id="photo" src="https://${host}/photo.png?n=${index}" width="40" height="40" alt="photo">` +
    `<img id="drawing" src="https://${host}/drawing.png" width="40" height="40" alt="drawing">` +
    `<img src="https://${host}/pixel.png?to=ada" width="1" height="1">`;
  const head = [
    'Authentication-Results: mx.lindgren.example; spf=pass smtp.mailfrom=mail.kiln.example',
    'From: Kiln News <news@mail.kiln.example>',
    'To: ada@lindgren.example',
    `Subject: Newsletter ${index}`,
    `Date: ${new Date(Date.UTC(2026, 0, 10 - index)).toUTCString()}`,
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset=utf-8',
  ];
  return { uidl: `news${index}`, bytes: Buffer.from([...head, '', body, ''].join('\r\n')) };
}

/** Of a list that can be left by one click (RFC 8058), signed by a domain of its own. Nothing listens at its address. */
function listMail(index: number) {
  const domain = `list${index}.example`;
  const head = [
    `Authentication-Results: mx.lindgren.example; dkim=pass header.d=${domain}`,
    // Its sender wrote this one, in the receiving server's name.
    ...(index === 4 ? ['Authentication-Results: mx.lindgren.example; spf=pass; dmarc=pass'] : []),
    `DKIM-Signature: v=1; d=${domain}; s=k; h=from:list-unsubscribe:list-unsubscribe-post; bh=AA==; b=AA==`,
    `From: List <news@${domain}>`,
    'To: ada@lindgren.example',
    `Subject: List ${index}`,
    `Date: ${new Date(Date.UTC(2026, 0, 5 - index)).toUTCString()}`,
    'List-Unsubscribe: <https://127.0.0.1/leave>',
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
  ];
  return { uidl: `list${index}`, bytes: Buffer.from([...head, '', 'Hello.', ''].join('\r\n')) };
}

test.beforeAll(async () => {
  server = await startMailServer([]);
  web = await startWebServer(pages, server.caFile);
  for (const index of [4, 3, 2, 1]) server.maildrop.add(listMail(index));
  for (const index of [5, 4, 3, 2, 1]) server.maildrop.add(newsletter(index, web.host));
  app = await startApp({
    caFile: server.caFile,
    pop3Ports: [server.port],
    environment: { POSTBAG_ALLOW_PRIVATE_WEB: web.host },
  });
});
test.afterAll(async () => {
  await app?.stop();
  await web?.close();
  await server?.close();
});

const body = (page: Page) => reader(page).locator('iframe[title="Message body"]').contentFrame();
const pathsSeen = () => web.seen.map(({ path }) => path).sort();

async function openNewsletter(page: Page, index: number): Promise<void> {
  await rows(page)
    .filter({ hasText: `Newsletter ${index}` })
    .click();
  await expectOpened(page, `Newsletter ${index}`);
  await expect(body(page).locator('body')).toContainText(`Number ${index}`);
}

/** Of how many messages from lists it was noted who received them. */
const receiptsOfLists = (page: Page) =>
  inDatabase(page, async (begin) => {
    const accounts = await begin(['receivers']).receivers.all();
    const receipts = accounts.flatMap((account) => account.receipts);
    return receipts.filter(({ domain }) => domain.startsWith('list')).length;
  });

/** The picture itself stands there, or the quiet box in its place. */
const expectLoaded = (page: Page, loaded: boolean) =>
  expect(body(page).locator('#photo')).toHaveAttribute(
    'src',
    loaded ? /^data:image\/png/ : /^data:image\/svg\+xml/,
  );

test('images come at the person’s word, through the bridge, and stay; lists are left through it, too', async ({
  page,
}) => {
  const foreign: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^https?:$/.test(protocol) && origin !== app.origin) foreign.push(request.url());
  });
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, 9);

  await openNewsletter(page, 1);
  await expect(reader(page)).toContainText('3 images and 1 tracking pixel from localhost were not loaded.');
  await expectLoaded(page, false);
  expect(web.seen).toEqual([]);
  await page.getByRole('button', { name: 'Load images always' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  expect(await accessibilityProblems(page, '[role="menu"]')).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.getByRole('button', { name: 'Load images', exact: true }).click();
  await expect(reader(page)).toContainText('1 image could not be loaded.');
  await expect(reader(page)).toContainText('1 image and 1 tracking pixel from localhost were not loaded.');
  await expectLoaded(page, true);
  expect(
    await body(page)
      .locator('p')
      .evaluate((p) => getComputedStyle(p).backgroundImage),
  ).toContain('url("data:image/png;base64,');
  // The drawing is SVG, whatever it is called; the pixel was not asked for.
  expect(pathsSeen()).toEqual(['/drawing.png', '/ground.png', '/photo.png?n=1']);
  for (const { headers } of web.seen) {
    expect(headers['user-agent']).toBe('Mozilla/5.0 (compatible; Postbag)');
    for (const name of ['cookie', 'referer', 'origin', 'accept-language', 'x-forwarded-for', 'forwarded']) {
      expect(headers[name]).toBeUndefined();
    }
  }

  // Kept with the message: another one is looked at, then this one again, without a network, and nothing is asked for.
  web.seen.length = 0;
  await page.context().setOffline(true);
  await openNewsletter(page, 2);
  await expectLoaded(page, false);
  await openNewsletter(page, 1);
  await expectLoaded(page, true);
  await page.context().setOffline(false);
  expect(web.seen).toEqual([]);

  // Always from this sender, or from the whole domain: remembered, so that the next message has its images without asking;
  // and it can be taken back.
  for (const [choice, who, chosenAt, next] of [
    ['Always from news@mail.kiln.example', 'news@mail.kiln.example', 2, 3],
    ['Always from everyone at kiln.example', 'kiln.example', 4, 5],
  ] as const) {
    await openNewsletter(page, chosenAt);
    await expectLoaded(page, false);
    await page.getByRole('button', { name: 'Load images always' }).click();
    await page.getByRole('menuitem', { name: choice }).click();
    await expectLoaded(page, true);
    await page.reload();
    await openNewsletter(page, next);
    await expectLoaded(page, true);
    await page.getByRole('button', { name: 'Ask each time' }).click();
    await expect(page.getByRole('button', { name: 'Load images always' })).toBeVisible();
    await expect(reader(page)).not.toContainText(`Images from ${who} are always loaded.`);
  }
  expect(pathsSeen().filter((path) => path.startsWith('/pixel'))).toEqual([]);

  await test.step('lists', async () => {
    // Whose word on signatures counts is known once mail of five domains was seen: before, nothing is sent anywhere.
    const leave = reader(page).getByRole('button', { name: 'Unsubscribe' });
    const dialog = page.getByRole('dialog');
    for (const index of [1, 2, 3, 4]) {
      await page.keyboard.press('j');
      await expectOpened(page, `List ${index}`);
      // Noted after the first sight of it: who goes on at once has not looked at it.
      await expect.poll(() => receiptsOfLists(page)).toBe(index);
      if (index !== 1) continue;
      await leave.click();
      await expect(dialog).toContainText('This list has a page of its own for it, at 127.0.0.1.');
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    }
    // What the server found is told, and nothing that came with the message under its name.
    const details = reader(page).getByRole('button', { name: 'Details' });
    await details.click();
    const checked = reader(page).locator('dl');
    await expect(checked).toContainText('mx.lindgren.example: DKIM passed (list4.example)');
    await expect(checked).not.toContainText(/SPF|DMARC/);
    await details.click();
    // The bridge sends nothing to its own machine, whatever a message says, and that is told.
    const click = async () => {
      await leave.click();
      await expect(dialog).toContainText('Postbag’s bridge tells 127.0.0.1 that you want no more');
      await dialog.getByRole('button', { name: 'Unsubscribe', exact: true }).click();
    };
    await click();
    await expect(dialog).toContainText('127.0.0.1 did not accept it.');
    await page.keyboard.press('Escape');
    // As if the list's server had taken it.
    let asked: unknown;
    await page.route(/\/unsubscribe$/, async (route) => {
      asked = route.request().postDataJSON();
      await route.fulfill({ json: { accepted: true } });
    });
    await click();
    await expect(dialog).toContainText('127.0.0.1 has taken you off its list.');
    expect(asked).toEqual({ address: 'https://127.0.0.1/leave' });
    // Where mail is seen by its senders it goes without opening any, and says the same.
    asked = null;
    await page.goto(`${app.origin}/mail?settings=overview`);
    const sender = page.getByRole('listitem').filter({ hasText: 'news@list2.example' });
    await button(sender, 'Deal with…').click();
    await button(dialog.last(), 'Unsubscribe').click();
    await expect(dialog.last()).toContainText('Postbag’s bridge tells 127.0.0.1 that you want no more');
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(asked).toBeNull();
    await button(dialog.last(), 'Unsubscribe').click();
    await expect(dialog.last()).toContainText('127.0.0.1 has taken you off its list.');
    expect(asked).toEqual({ address: 'https://127.0.0.1/leave' });
  });
  expect(foreign).toEqual([]);
});
