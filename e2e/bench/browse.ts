/**
 * Reading in a large mailbox: `npm run bench -- browse [--messages 100000] [--runs 40]`: of twenty, the largest would be
 * what 95 in 100 take at most.
 *
 * The production build in a real Chromium, on a profile on the disk. The store is filled as the sync would have left it,
 * for an account that no server belongs to; each message is 40 KB of HTML. Its words count as indexed. What else goes
 * through all mail in workers of its own (the junk filter, contacts) runs meanwhile, as on the first day with such a mailbox,
 * and rests when something is opened. Opening is measured in the page, from the press until the message's own frame is
 * painted, with its words and at its height.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { BrowserContext, Page } from '@playwright/test';
import { build } from 'esbuild';
import { type RunningApp, startApp } from '../support/app';
import { type MailServer, startMailServer } from '../support/mailServer';
import { openProfile } from '../support/profile';
import { fillMailbox } from './browse/mailbox';
import { opened, prepared } from './browse/opening';
import { median, printTable, rounded } from './support/figures';

const { values } = parseArgs({
  options: { messages: { type: 'string', default: '100000' }, runs: { type: 'string', default: '40' } },
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
  await fillMailbox(page, count);
  figures.first_rows_ms_p50 = median(await firstRows(page));
  await page.goto(`${app.origin}/mail`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
  await page.close();
  figures.relaunch_to_rows_ms_p50 = median(await relaunches(browser, app.origin));
  const reading = await browser.newPage();
  await reading.goto(`${app.origin}/mail`);
  await firstRow(reading);
  figures.scroll_worst_frame_ms = await scrolled(reading);
  figures.open_ms_p95 = p95(await opened(reading, { count, runs }));
  figures.open_prepared_ms_p95 = p95(await prepared(reading, { count, runs }));
  await reading.setViewportSize({ width: 390, height: 844 });
  await reading.goto(`${app.origin}/mail`);
  await firstRow(reading);
  const devtools = await browser.newCDPSession(reading);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  figures.open_ms_p95_phone = p95(await opened(reading, { count, runs }));
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

/** Scripts that the first page names, gzip, KiB. */
async function firstLoad(): Promise<number> {
  const html = await readFile('.next/server/app/mail.html', 'utf8');
  let octets = 0;
  for (const [, path = '', rest = ''] of html.matchAll(/<script src="\/_next([^"?]+)[^"]*"([^>]*)>/g)) {
    if (!/nomodule/i.test(rest)) octets += gzipSync(await readFile(`.next${path}`), { level: 6 }).length;
  }
  return octets / 1024;
}
