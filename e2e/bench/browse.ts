/**
 * Reading in a large mailbox: `npm run bench -- browse [--messages 100000] [--runs 20]`.
 *
 * The production build in a real Chromium, on a profile on the disk. The store is filled as the sync would have left it,
 * for an account that no server belongs to; each message is 40 KB of HTML. The words of this mail are not indexed, so that
 * nothing else runs meanwhile. Opening is measured in the page, from the press until the message's own frame is painted, with
 * its words and at its height.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { BrowserContext, Page } from '@playwright/test';
import { build } from 'esbuild';
import { indexFormat as format } from '@/lib/search/indexer';
import { type RunningApp, startApp } from '../support/app';
import { type MailServer, startMailServer } from '../support/mailServer';
import { openProfile } from '../support/profile';
import { someAccount } from '../support/storedMail';
import { median, printTable, rounded } from './support/figures';

const { values } = parseArgs({
  options: { messages: { type: 'string', default: '100000' }, runs: { type: 'string', default: '20' } },
});
const count = wholeNumber('messages', values.messages);
const runs = wholeNumber('runs', values.runs);

function wholeNumber(option: string, value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new Error(`--${option} takes a whole number from 1 on.`);
  return Number(value);
}

const folder = await mkdtemp(join(tmpdir(), 'postbag-bench-'));
let server: MailServer | null = null;
let app: RunningApp | null = null;
let browser: BrowserContext | null = null;
/** Rows from one opened message to the next: more than are drawn at a time, and than are prepared. */
const apart = 40;
const figures: Record<string, number> = {};
try {
  server = await startMailServer([]);
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port] });
  browser = await openProfile(join(folder, 'profile'));
  // In every page from its beginning: when the first row was to be seen.
  await browser.addInitScript(() => {
    const look = () => {
      if (document.querySelector('[role="row"][id^="message-"]'))
        Object.assign(globalThis, { firstRow: performance.now() });
      else requestAnimationFrame(look);
    };
    look();
  });
  const page = await browser.newPage();
  await page.goto(`${app.origin}/mail`);
  await page.getByRole('textbox', { name: 'Email address' }).waitFor();
  await fill(page);
  figures.first_rows_ms_p50 = median(await firstRows(page));
  await page.goto(`${app.origin}/mail`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
  await page.close();
  figures.relaunch_to_rows_ms_p50 = median(await relaunches(browser, app.origin));
  const reading = await browser.newPage();
  await reading.goto(`${app.origin}/mail`);
  await firstRow(reading);
  figures.scroll_worst_frame_ms = await scrolled(reading);
  figures.open_ms_p95 = p95(await opened(reading));
  figures.open_prepared_ms_p95 = p95(await prepared(reading));
  await reading.setViewportSize({ width: 390, height: 844 });
  await reading.goto(`${app.origin}/mail`);
  await firstRow(reading);
  const devtools = await browser.newCDPSession(reading);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  figures.open_ms_p95_phone = p95(await opened(reading));
  figures.first_load_js_kb = await firstLoad();
} finally {
  await browser?.close();
  await app?.stop();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
}
for (const [name, value] of Object.entries(figures)) figures[name] = rounded(value);
printTable(
  [`${count} messages`, 'figure'],
  Object.entries(figures).map(([name, value]) => [name, String(value)]),
);
console.log(`\n${JSON.stringify({ messages: count, runs, ...figures })}`);

function p95(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.ceil(all.length * 0.95) - 1] ?? Number.NaN;
}

function firstRow(page: Page): Promise<number> {
  const seen = page.waitForFunction(() => (globalThis as { firstRow?: number }).firstRow ?? false);
  return seen.then((found) => found.jsonValue() as Promise<number>);
}

/** A hundred different messages in one pack; records of any number stand on them in turn. */
async function fill(page: Page): Promise<void> {
  const texts = Array.from({ length: 100 }, (_, index) => {
    const row = `<tr><td style="padding:8px;color:#345">Row of message ${index}</td><td><b>42</b> kilns</td></tr>`;
    const html = `<html><body><table>${row.repeat(Math.ceil(40_000 / row.length))}</table></body></html>`;
    const head = `From: Ada <ada@x.example>\r\nSubject: Message ${index}\r\nMIME-Version: 1.0\r\n`;
    return `${head}Content-Type: text/html\r\n\r\n${html}\r\n`;
  });
  const where: { offset: number; size: number; sha256: string }[] = [];
  let offset = 0;
  for (const text of texts) {
    where.push({ offset, size: text.length, sha256: createHash('sha256').update(text).digest('hex') });
    offset += text.length;
  }
  const account = someAccount('local', { key: null, local: true });
  const wishes = { account, where, pack: texts.join(''), count, now: Date.now(), format };
  await page.evaluate(async ({ account, where, pack, count, now, format }) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('postbag');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const write = (stores: string[], work: (transaction: IDBTransaction) => void) =>
      new Promise<void>((resolve, reject) => {
        const transaction = database.transaction(stores, 'readwrite');
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
        work(transaction);
      });
    await write(['accounts', 'packs', 'counters', 'meta', 'searchState'], (t) => {
      t.objectStore('accounts').put(account);
      t.objectStore('packs').put({
        id: 1,
        account: account.id,
        bytes: new TextEncoder().encode(pack).buffer,
      });
      const total = { total: count, unread: 0, threads: count };
      t.objectStore('counters').put({ account: account.id, folder: 'inbox', ...total });
      t.objectStore('meta').put({ key: 'nextMessage', value: count + 1 });
      const state = { key: 'state', format, epoch: 1, through: count, nextSegment: 1 };
      t.objectStore('searchState').put(state);
    });
    const nobody = { to: [], cc: [], replyTo: [], messageId: '', inReplyTo: '', references: [] };
    for (let from = 1; from <= count; from += 2_000) {
      await write(['messages'], (t) => {
        for (let id = from; id < from + 2_000 && id <= count; id += 1) {
          const at = where[id % where.length];
          const sender = { name: `Sender ${id % 997}`, address: `s${id % 997}@x.example` };
          const preview =
            'Row of message 42 kilns, and what else there is to be said of them in so many words.';
          t.objectStore('messages').put({
            ...{
              id,
              account: account.id,
              uidl: `u${id}`,
              folder: 'inbox',
              date: now - (count - id) * 60_000,
            },
            ...{ ...at, unread: false, attachments: false, parsed: true, pack: 1, thread: id, top: 'inbox' },
            envelope: { ...nobody, from: [sender], subject: `Subject ${id}`, preview },
          });
        }
      });
    }
    database.close();
  }, wishes);
}

/** What the list asks for, in a connection that has just been opened: the store's own code, in the page. */
async function firstRows(page: Page): Promise<number[]> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { windowAround } from '@/lib/store/lists'; export { closeStore, tx } from '@/lib/store/database';`,
      resolveDir: process.cwd(),
    },
    ...{ bundle: true, write: false, format: 'iife', globalName: 'store', tsconfig: 'tsconfig.json' },
  });
  await page.evaluate(`${outputFiles[0]?.text}; globalThis.store = store; null`);
  return page.evaluate(async (runs) => {
    type Lists = typeof import('@/lib/store/lists');
    type Database = typeof import('@/lib/store/database');
    const { store } = globalThis as unknown as { store: Lists & Database };
    const taken: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      await store.closeStore();
      await store.tx(['meta'], 'readonly', (t) => t.objectStore('meta').get('epoch'));
      const began = performance.now();
      const view = await store.windowAround('inbox', undefined, () => ({ offset: 0, count: 50 }));
      taken.push(performance.now() - began);
      if (view.rows.length === 0) throw new Error('no rows');
    }
    return taken;
  }, runs);
}

async function relaunches(browser: BrowserContext, origin: string): Promise<number[]> {
  const taken: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const page = await browser.newPage();
    await page.goto(`${origin}/mail`);
    taken.push(await firstRow(page));
    await page.close();
  }
  return taken;
}

/** The longest frame while the list runs by, faster than anybody reads, and jumps. */
function scrolled(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const list = document.querySelector('[role="grid"]');
    if (!list) throw new Error('no list');
    let worst = 0;
    let before = await new Promise<number>(requestAnimationFrame);
    for (let frame = 0; frame < 300; frame += 1) {
      if (frame % 60 === 59) list.scrollTop = (list.scrollHeight * frame) / 300;
      else list.scrollTop += 240;
      const now = await new Promise<number>(requestAnimationFrame);
      worst = Math.max(worst, now - before);
      before = now;
    }
    list.scrollTop = 0;
    return worst;
  });
}

/** Opens messages that nothing has prepared. */
async function opened(page: Page): Promise<number[]> {
  const taken: number[] = [];
  const height = await page
    .locator('[role="row"][id^="message-"]')
    .first()
    .evaluate((row: HTMLElement) => row.offsetHeight);
  for (let run = 0; run < runs; run += 1) {
    const place = (run + 1) * apart;
    // The newest has the highest number.
    const id = count - place;
    await page.evaluate((top) => document.querySelector('[role="grid"]')?.scrollTo(0, top), place * height);
    await page.locator(`#message-${id}`).waitFor();
    taken.push(await untilShown(page, 'click', id));
    if ((page.viewportSize()?.width ?? 0) < 640) {
      await page.keyboard.press('Escape');
      await page.getByRole('article').waitFor({ state: 'detached' });
    }
  }
  return taken.slice(1);
}

/** Goes on to the next message, which has been prepared meanwhile. */
async function prepared(page: Page): Promise<number[]> {
  const taken: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    // As long as somebody looks at a message at least.
    await page.waitForTimeout(500);
    taken.push(await untilShown(page, 'key', 0));
  }
  return taken.slice(1);
}

/** ms from the press until the frame with the next message's words in it has been painted. */
function untilShown(page: Page, how: 'click' | 'key', message: number): Promise<number> {
  return page.evaluate(
    async ({ how, message }) => {
      const frame = () => document.querySelector<HTMLIFrameElement>('iframe[title="Message body"]');
      const old = frame()?.contentDocument;
      const before = new URL(location.href).searchParams.get('message');
      const began = performance.now();
      if (how === 'click') document.querySelector<HTMLElement>(`#message-${message} a`)?.click();
      else window.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
      const there = () => {
        const now = frame()?.contentDocument;
        const moved = new URL(location.href).searchParams.get('message') !== before;
        const text = now && now !== old && now.readyState === 'complete' && now.body?.textContent;
        return moved && Boolean(text) && (frame()?.clientHeight ?? 0) > 0;
      };
      while (!there()) {
        await new Promise(requestAnimationFrame);
        if (performance.now() - began > 10_000) throw new Error('nothing was opened');
      }
      // This runs before the screen's frame is painted; a message to oneself comes after it.
      const painted = new MessageChannel();
      await new Promise((resolve) => {
        painted.port1.onmessage = resolve;
        painted.port2.postMessage(null);
      });
      return performance.now() - began;
    },
    { how, message },
  );
}

/** Scripts that the first page names, gzip, KiB. */
async function firstLoad(): Promise<number> {
  const html = await readFile('.next/server/app/mail.html', 'utf8');
  let octets = 0;
  for (const [, path = '', rest = ''] of html.matchAll(/<script src="\/_next([^"?]+)[^"]*"([^>]*)>/g)) {
    if (!/nomodule/i.test(rest)) octets += gzipSync(await readFile(`.next${path}`), { level: 6 }).length;
  }
  return octets / 1024;
}
