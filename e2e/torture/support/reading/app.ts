import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect } from '@playwright/test';
import { startApp } from '@/e2e/support/app';
import {
  addAccount,
  allHere,
  chromiumPath,
  expectOpened,
  quietFlags,
  readAll,
  rows,
} from '@/e2e/support/browser';
import { startMailServer } from '@/e2e/support/mailServer';
import { storedSubjects } from '@/e2e/support/vault';
import type { Escapes } from './chromium';
import { conversation, hostileMessages } from './messages';
import { hostsIn, loggedTo, vectorOf } from './netLog';
import type { Payload } from './payloads';

/**
 * Gets hostile mail into the whole app, with its own servers, and opens every message of it, as it was prepared while the
 * one before was read, and then a conversation with all of its parts: what stands in headers, names, file names, parts
 * and bodies. A port on which nobody else listens takes what would be asked for.
 */
export async function escapesInApp(
  payloadsFor: (port: number) => Promise<readonly Payload[]>,
): Promise<Escapes & { messages: number }> {
  const found: Escapes = { executed: [], loaded: [], dialogs: [], opened: [] };
  const listener = createServer((request, response) => {
    found.loaded.push(request.headers.host ?? '');
    response.end();
  });
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
  const { port } = listener.address() as AddressInfo;
  const messages = hostileMessages(await payloadsFor(port), port);
  const server = await startMailServer(messages);
  const app = await startApp({ caFile: server.caFile, pop3Ports: [server.port] });
  const folder = await mkdtemp(join(tmpdir(), 'postbag-torture-'));
  const log = join(folder, 'net.json');
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...quietFlags, ...loggedTo(log)],
  });
  try {
    const page = await browser.newPage({ locale: 'en-US' });
    page.on('dialog', (dialog) => {
      found.dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('popup', (popup) => found.opened.push(popup.url()));
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (/^https?:$/.test(protocol) && origin !== app.origin) found.loaded.push(request.url());
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
    // As text: tsx marks functions that have a name, with something that the page does not have.
    await page.addInitScript({
      content: "window.fired = (index) => { throw new Error('A payload ran: ' + String(index)); };",
    });
    await page.goto(app.origin);
    await addAccount(page, server.signIn);
    await allHere(page, messages.length);
    await readAll(page, await storedSubjects(page), 5_000);
    // Bodies are drawn at a second place: beside the message that is read, those of its conversation.
    await page.keyboard.press('u');
    await rows(page).filter({ hasText: conversation }).first().click();
    await expectOpened(page, conversation);
    await page.getByRole('button', { name: 'Expand all' }).click();
    const parts = messages.filter(({ bytes }) =>
      Buffer.from(bytes).includes(`Subject: ${conversation}`),
    ).length;
    const frames = page.locator('iframe[title="Message body"]');
    await expect(frames).toHaveCount(parts, { timeout: 60_000 });
    const waiting = (all: Element[]) =>
      all.filter((each) => {
        const inside = (each as HTMLIFrameElement).contentDocument;
        return inside?.URL !== 'about:srcdoc' || inside.readyState !== 'complete';
      }).length;
    await expect.poll(() => frames.evaluateAll(waiting), { timeout: 30_000 }).toBe(0);
  } finally {
    await browser.close();
    await app.stop();
    await server.close();
    listener.closeAllConnections();
    await new Promise((done) => listener.close(done));
  }
  found.loaded = [...new Set([...found.loaded, ...(await hostsIn(log))])].map(vectorOf);
  await rm(folder, { recursive: true });
  return { ...found, messages: messages.length };
}
