import { expect, test } from '@playwright/test';
import { anyFreePort } from '@/lib/demo/ports';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, expectOpened, rows } from './support/browser';
import { asStored, type MailServer, startMailServer } from './support/mailServer';
import { generateMessages } from './support/messages';
import { type RunningProxy, startProxy } from './support/proxy';
import { storedDigests } from './support/vault';

/** A thin line between browser and bridge: 150 ms there and back, 2 Mbit/s, and a message of 25 MB in the mailbox. */

const rate = 250_000;
const large = 25_000_000;
let server: MailServer;
let app: RunningApp;
let line: RunningProxy;

const messages = asStored(generateMessages(60)).map((message, index, list) =>
  index === list.length - 4 ? { uidl: 'large', bytes: largeMessage(message.bytes) } : message,
);

/** A message with an attachment of 25 MB, with the head of another one. */
function largeMessage(like: Uint8Array): Uint8Array {
  const date = /^Date: .*$/m.exec(Buffer.from(like).toString('latin1'))?.[0] ?? '';
  const head = `From: Photos <photos@example.org>\r\nSubject: All the photos\r\n${date.trim()}\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream; name="photos.zip"\r\nContent-Transfer-Encoding: base64\r\n\r\n`;
  const row = `${'UG9zdGJhZyBrZWVwcyB5b3VyIG1haWwgb24geW91ciBkZXZpY2Uu'.repeat(2).slice(0, 76)}\r\n`;
  return Buffer.from(head + row.repeat(Math.ceil((large - head.length) / row.length)));
}

test.beforeAll(async () => {
  server = await startMailServer(messages);
  const port = await anyFreePort();
  line = await startProxy({ target: { host: '127.0.0.1', port }, delay: 75, rate });
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port], port, publicPort: line.port });
});
test.afterAll(async () => {
  await line?.close();
  await app?.stop();
  await server?.close();
});

interface Sample {
  fraction: number;
  delivered: number;
}

test('the newest is readable within seconds, progress is true all the way, nothing times out', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const total = messages.reduce((sum, { bytes }) => sum + bytes.length, 0);
  await page.goto(app.origin);
  await expect(page.getByRole('button', { name: 'Add account', exact: true })).toBeVisible({
    timeout: 30_000,
  });
  const began = Date.now();
  await addAccount(page, server.signIn);
  await expect(rows(page).first()).toBeVisible({ timeout: 10_000 });
  await rows(page).first().click();
  await expectOpened(page);
  expect(Date.now() - began).toBeLessThan(12_000);

  const bar = page.getByRole('progressbar', { name: 'Download progress' });
  const samples: Sample[] = [];
  const before = line.delivered;
  const done = allHere(page, messages.length, 240_000).then(() => true);
  for (let finished = false; !finished; ) {
    const value = await bar.getAttribute('aria-valuenow', { timeout: 500 }).catch(() => null);
    const most = await bar.getAttribute('aria-valuemax', { timeout: 500 }).catch(() => null);
    if (value !== null)
      samples.push({ fraction: Number(value) / Number(most ?? 100), delivered: line.delivered });
    const pause = new Promise<false>((resolve) => setTimeout(() => resolve(false), 1_000));
    finished = await Promise.race([done, pause]);
  }

  // As many octets as the bar says have come over the line, within what is on its way and in buffers.
  expect(samples.length).toBeGreaterThan(30);
  for (const { fraction, delivered } of samples) {
    expect(Math.abs(fraction - (delivered - before) / total)).toBeLessThan(0.15);
  }
  const fractions = samples.map(({ fraction }) => fraction);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));

  // Nothing timed out: no message came twice, and each is what the server has.
  expect(server.retrieved()).toBe(messages.length);
  const stored = await storedDigests(page);
  expect(stored.filter(({ claimed, actual }) => claimed !== actual)).toEqual([]);
  expect(stored.find(({ uidl }) => uidl === 'large')?.size).toBeGreaterThanOrEqual(large);
});
