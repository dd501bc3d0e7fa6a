import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type Page } from '@playwright/test';
import { startApp } from '@/e2e/support/app';
import { addAccount, allHere, chromiumPath, quietFlags, readAll } from '@/e2e/support/browser';
import { startMailServer } from '@/e2e/support/mailServer';
import { startScripted } from '@/e2e/support/scripted';
import { storedSubjects } from '@/e2e/support/vault';
import type { Escapes } from './chromium';
import { conversation, hostileMessages, inPart } from './messages';
import { hostsIn, loggedTo, vectorOf } from './netLog';
import type { Payload } from './payloads';
import { followLinks, openConversation, pressAttachments, print, showMessage } from './pressing';
import type { Spoof } from './spoofMail';
import { spoofsInApp } from './spoofsInApp';

const markup = '<img src=x onerror=top.fired(9)><script>top.fired(9)</script>';
/** A server whose every word is markup. */
const rude = {
  greeting: `+OK ${markup}`,
  answers: { CAPA: `+OK\r\nUSER\r\nUIDL\r\nIMPLEMENTATION ${markup}\r\n.`, PASS: `-ERR ${markup}` },
};

/**
 * Gets hostile mail into the whole app, with its own servers, and opens every message of it, as it was prepared while the
 * one before was read, and then a conversation with all of its parts: what stands in headers, names, file names, parts
 * and bodies. Then files are looked at and saved, links with hostile parameters followed, spoofs taken as they are meant.
 * A port on which nobody else listens takes what would be asked for; of the app itself nothing may be asked for by mail.
 *
 * @param most `few`: of messages inside of messages, files, links and spoofs only some
 */
export async function escapesInApp(
  payloadsFor: (port: number) => Promise<readonly Payload[]>,
  allSpoofs: readonly Spoof[],
  most: 'all' | 'few' = 'all',
): Promise<Escapes & { messages: number; files: number; missed: string[] }> {
  const found: Escapes = { executed: [], loaded: [], dialogs: [], opened: [] };
  const listener = createServer((request, response) => {
    found.loaded.push(request.headers.host ?? '');
    response.end();
  });
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
  const { port } = listener.address() as AddressInfo;
  const payloads = await payloadsFor(port);
  const some = most === 'few';
  const spoofs = some ? allSpoofs.filter((_, index) => index % 16 === 0) : allSpoofs;
  const messages = [
    ...hostileMessages(payloads, port, some ? 20 : payloads.length),
    ...spoofs.map(({ message }) => message),
  ];
  const server = await startMailServer(messages);
  const rudeServer = await startScripted(rude);
  const app = await startApp({
    caFile: server.caFile,
    pop3Ports: [server.port, rudeServer.port],
    environment: { POSTBAG_ALLOW_PLAINTEXT: '1' },
  });
  const folder = await mkdtemp(join(tmpdir(), 'postbag-torture-'));
  const log = join(folder, 'net.json');
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...quietFlags, ...loggedTo(log)],
  });
  let files = 0;
  let missed: string[] = [];
  try {
    const page = await browser.newPage({ locale: 'en-US' });
    watch(page, found, app.origin);
    // As text: tsx marks functions that have a name, with something that the page does not have.
    await page.addInitScript({
      content: "window.fired = (index) => { throw new Error('A payload ran: ' + String(index)); };",
    });
    await page.goto(app.origin);
    const refused = { address: 'eve@example.net', password: 'x', host: 'localhost', port: rudeServer.port };
    await addAccount(page, { ...refused, security: 'None' });
    await expect(
      page.getByText('-ERR', { exact: false }).or(page.getByText('<img src=x')).first(),
    ).toBeAttached({ timeout: 60_000 });
    await page.goto(app.origin);
    await addAccount(page, server.signIn);
    await allHere(page, messages.length);
    const subjects = await storedSubjects(page);
    await readAll(page, subjects, 5_000);
    const parts = messages.filter(({ bytes }) =>
      Buffer.from(bytes).includes(`Subject: ${conversation}`),
    ).length;
    const ids = new Map([...subjects].map(([id, subject]) => [subject, id]));
    await openConversation(page, ids.get(conversation) ?? '', conversation, parts);
    for (const [id, subject] of subjects) {
      if (!inPart.test(subject) || (some && subject !== 'Part of files')) continue;
      await showMessage(page, id, subject);
      files += await pressAttachments(page);
      await print(page);
    }
    await followLinks(page, app.origin, payloads.filter(fitsInLinks).slice(0, some ? 1 : 12));
    missed = await spoofsInApp(page, spoofs, ids);
  } finally {
    await browser.close();
    await app.stop();
    await rudeServer.stop();
    await server.close();
    listener.closeAllConnections();
    await new Promise((done) => listener.close(done));
  }
  found.loaded = [...new Set([...found.loaded, ...(await hostsIn(log))])].map(vectorOf);
  await rm(folder, { recursive: true });
  return { ...found, messages: messages.length, files, missed };
}

/** What a link can hold, and a search. */
const fitsInLinks = ({ kind, html }: Payload) => kind === 'script' && html.length < 300;

/** Takes down what mail gets done on a page. */
function watch(page: Page, found: Escapes, origin: string): void {
  page.on('dialog', (dialog) => {
    found.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('popup', (popup) => found.opened.push(popup.url()));
  page.on('request', (request) => {
    const { protocol, origin: asked, pathname } = new URL(request.url());
    if (!/^https?:$/.test(protocol)) return;
    const type = request.resourceType();
    // The app's own files are all in these folders; the bridge is asked by `fetch` alone, pages are opened by us alone.
    const own =
      type === 'document'
        ? request.frame() === page.mainFrame()
        : type === 'fetch' ||
          /^\/(?:_next|built|icons)\/|^\/(?:favicon\.ico|manifest\.webmanifest)$/.test(pathname);
    if (asked !== origin) found.loaded.push(request.url());
    else if (!own) found.loaded.push(`of the app: ${type} ${pathname}`);
  });
  // Where scripts are forbidden an attempt is told on the console. (In `about:blank` mail is parsed, to be sanitised.)
  page.on('console', (message) => {
    if (
      /blocked script execution in 'about:srcdoc'|refused to (?:execute|run)|violates.*script-src/i.test(
        message.text(),
      )
    ) {
      found.executed.push(message.text());
    }
  });
  page.on('pageerror', (error) => found.executed.push(error.stack ?? String(error)));
}
