/**
 * Searching in real Chromium: `npm run bench -- search [--messages 100000] [--peers 20000] [--queries 100] [--runs 1]`.
 *
 * The same made mail (English, German, Turkish, Japanese, Chinese) is indexed by Postbag's own index in IndexedDB and by
 * SQLite's FTS5 in WebAssembly with its file in OPFS, in turn, each in a worker of its own; then the own index is asked
 * for the 50 newest hits, as when somebody types. MiniSearch and FlexSearch, which live in memory, index fewer and are
 * asked, too. The texts are made when they are read, for all alike: parsing is not in these figures. The last line is one JSON object.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { build } from 'esbuild';
import { chromiumPath, quietFlags } from '../support/browser';
import { median, printTable, rounded } from './support/figures';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '100000' },
    peers: { type: 'string', default: '20000' },
    queries: { type: 'string', default: '100' },
    runs: { type: 'string', default: '1' },
  },
});

function wholeNumber(option: 'messages' | 'peers' | 'queries' | 'runs'): number {
  if (!/^\d{1,6}$/.test(values[option])) throw new Error(`--${option} takes a whole number.`);
  return Number(values[option]);
}
const [messages, peers, queries, runs] = [
  wholeNumber('messages'),
  wholeNumber('peers'),
  wholeNumber('queries'),
  wholeNumber('runs'),
];
const root = fileURLToPath(new URL('../..', import.meta.url));

type Figures = Record<string, number | null>;

const { outputFiles } = await build({
  ...{
    entryPoints: [join(root, 'e2e/bench/search/bench.worker.ts')],
    bundle: true,
    format: 'esm',
    write: false,
  },
  ...{
    platform: 'browser',
    target: 'es2023',
    minify: true,
    logLevel: 'warning',
    tsconfig: join(root, 'tsconfig.json'),
  },
  define: { 'process.env.NODE_ENV': '"production"' },
});
const script = outputFiles[0]?.contents ?? new Uint8Array();
const wasm = await readFile(join(root, 'node_modules/@sqlite.org/sqlite-wasm/dist/sqlite3.wasm')).catch(() =>
  readFile(join(root, 'node_modules/@sqlite.org/sqlite-wasm/sqlite-wasm/jswasm/sqlite3.wasm')),
);
const server = createServer((request, response) => {
  const path = request.url ?? '/';
  const [type, body] =
    path === '/bench.js'
      ? ['text/javascript', script]
      : path.endsWith('.wasm')
        ? ['application/wasm', wasm]
        : ['text/html', '<!doctype html><title>bench</title>'];
  // FTS5 lies in OPFS by synchronous handles; the proxy's script of the other way is not here.
  if (path.includes('async-proxy')) response.statusCode = 404;
  // Isolated, so that the page may measure its memory.
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-embedder-policy', 'require-corp');
  response.setHeader('content-type', type).end(body);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const folder = await mkdtemp(join(tmpdir(), 'postbag-bench-'));
const context = await chromium.launchPersistentContext(folder, {
  executablePath: chromiumPath(),
  args: [...quietFlags, '--enable-blink-features=ForceEagerMeasureMemory'],
});

/** One step in a fresh page and worker: nothing of the one before is left in memory. */
async function step(name: string, count: number): Promise<Figures> {
  const page = await context.newPage();
  try {
    await page.goto(origin);
    const figures = await page.evaluate(
      (ask) =>
        new Promise<Figures>((resolve, reject) => {
          const worker = new Worker('/bench.js', { type: 'module' });
          Object.assign(globalThis, { worker });
          worker.onerror = (event) => reject(new Error(event.message));
          worker.onmessage = ({ data }) =>
            data.error ? reject(new Error(data.error)) : resolve(data.figures);
          worker.postMessage(ask);
        }),
      { step: name, messages: count, queries },
    );
    return { ...figures, heap_mb: await workerMemory(page) };
  } finally {
    await page.close();
  }
}

/** Of the page's worker, MB; null where Chromium does not tell. */
function workerMemory(page: Page): Promise<number | null> {
  return page.evaluate(async () => {
    type Measured = { breakdown: { bytes: number; attribution: { scope: string }[] }[] };
    const measure = (performance as unknown as { measureUserAgentSpecificMemory?: () => Promise<Measured> })
      .measureUserAgentSpecificMemory;
    if (!measure) return null;
    const { breakdown } = await measure.call(performance);
    const own = breakdown.filter(({ attribution }) =>
      attribution.some(({ scope }) => scope === 'DedicatedWorkerGlobalScope'),
    );
    return own.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  });
}

try {
  await step('store', messages);
  const built = { own: [] as Figures[], fts5: [] as Figures[] };
  for (let run = 0; run < runs; run += 1) {
    if (run > 0) await step('empty', messages);
    built.own.push(await step('own', messages));
    built.fts5.push(await step('fts5', messages));
  }
  const { heap_mb: worker_heap_mb, ...asked } = await step('ask', messages);
  const mini = peers > 0 ? await step('minisearch', Math.min(peers, messages)) : {};
  const flex = peers > 0 ? await step('flexsearch', Math.min(peers, messages)) : {};
  const ratio = median(built.own.map((one, at) => (built.fts5[at]?.seconds ?? 0) / (one.seconds ?? 1)));
  const [own, fts5] = [built.own.at(-1) ?? {}, built.fts5.at(-1) ?? {}];
  const kinds = ['one_word', 'two_words', 'prefix', 'phrase'] as const;
  const row = (name: string, count: number, { seconds, mb, heap_mb, ...figures }: Figures) => [
    name,
    String(count),
    seconds == null ? '' : seconds.toFixed(1),
    mb == null ? '' : mb.toFixed(1),
    heap_mb == null ? '' : heap_mb.toFixed(0),
    ...kinds.map((kind) => figures[`p95_${kind}_ms`]?.toFixed(1) ?? ''),
  ];
  printTable(
    [
      ...['index', 'messages', 'build, s', 'MB', 'heap, MB'],
      ...['one word, ms', 'two words, ms', 'beginning, ms', 'phrase, ms'],
    ],
    [
      row('Postbag', messages, { ...asked, ...own, heap_mb: worker_heap_mb ?? null }),
      row('SQLite FTS5', messages, fts5),
      ...(peers > 0
        ? [
            row('MiniSearch', Math.min(peers, messages), mini),
            row('FlexSearch', Math.min(peers, messages), flex),
          ]
        : []),
    ],
  );
  const round = (value: number | null | undefined) => (value == null ? null : rounded(value));
  console.log();
  console.log(
    JSON.stringify({
      messages,
      ...Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, round(value)])),
      worker_heap_mb: round(worker_heap_mb),
      build_seconds: round(own.seconds),
      build_vs_fts5: round(ratio),
      index_mb: round(own.mb),
      fts5_mb: round(fts5.mb),
      minisearch_seconds: round(mini.seconds),
      minisearch_heap_mb: round(mini.heap_mb),
      minisearch_p95_one_word_ms: round(mini.p95_one_word_ms),
      minisearch_p95_two_words_ms: round(mini.p95_two_words_ms),
      minisearch_p95_prefix_ms: round(mini.p95_prefix_ms),
      flexsearch_seconds: round(flex.seconds),
      flexsearch_heap_mb: round(flex.heap_mb),
      flexsearch_p95_one_word_ms: round(flex.p95_one_word_ms),
      flexsearch_p95_two_words_ms: round(flex.p95_two_words_ms),
    }),
  );
} finally {
  await context.close();
  server.close();
  await rm(folder, { recursive: true, force: true });
}
