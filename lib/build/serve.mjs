/**
 * The production server: Next behind an HTTP server of our own. The build copies this file, as `postbag.mjs`, into the
 * standalone output, where it needs nothing but what lies beside it; so it imports nothing of ours. `npm start`, the
 * demonstration, the tests and the container all run it. What it adds to Next's own `server.js`:
 *
 * - a way down that lets running transfers settle, and ends with 0;
 * - no upgrades, and no method that no route of ours takes;
 * - HSTS where people come by https;
 * - limits on headers and on connections that say nothing.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Written by lib/bridge/start.ts: no further work is taken on, and running work ends within the operator's bound. */
/** @typedef {typeof globalThis & { postbagDrain?: () => Promise<void> }} Shared */

/** One cookie of an account has 4 KB, a browser's own headers some 2 KB: Node's own default, said aloud. */
const headerBytes = 16 * 1024;
/** A request's headers have to be here after this, the whole of it (4 MiB at most, on a slow line) after that; ms. */
const headersWithin = 20_000;
const requestWithin = 120_000;
/** Longer than the proxies before us keep idle connections (Caddy 120 s, nginx 60 s): they are to close them first. */
const idleWithin = 130_000;
/**
 * A connection on which nothing has moved for so long is cut: a reader that takes nothing would hold its answer in memory
 * for ever. Longer than any work of ours that says nothing meanwhile (signing in, a listing, a deletion); ms.
 */
const stillWithin = 600_000;
/** Answers that are on their way to slow readers when everything else is over get so long, ms. */
const lastWords = 5_000;

const dir = fileURLToPath(new URL('.', import.meta.url)).replace(/[\\/]$/, '');

async function main() {
  Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' });
  for (const name of ['POSTBAG_CA_FILE', 'NODE_EXTRA_CA_CERTS']) {
    const path = process.env[name];
    if (path) process.env[name] = resolve(path);
  }
  process.chdir(dir);
  const port = Number(process.env.PORT || 3000);
  const hostname = process.env.HOST || '127.0.0.1';
  const { config } = JSON.parse(readFileSync(join(dir, '.next/required-server-files.json'), 'utf8'));
  // As Next's own standalone server does it: there is no next.config.ts here, and nothing that could read it.
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config);
  const next = createRequire(import.meta.url)('next');
  const app = next({ dev: false, dir, hostname, port });
  // Runs instrumentation.ts: a wrong setting ends the process here, with a sentence.
  await app.prepare();

  const handle = app.getRequestHandler();
  const secure = process.env.POSTBAG_ORIGIN?.startsWith('https:') === true;
  const server = createServer(
    { maxHeaderSize: headerBytes, headersTimeout: headersWithin, requestTimeout: requestWithin },
    (request, response) => {
      if (secure) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
      if (!isPath(request.url ?? '')) response.writeHead(400, { Connection: 'close', ...bare }).end();
      else if (meant(request)) void handle(plain(request), response);
      else response.writeHead(405, { Allow: 'GET, HEAD', Connection: 'close', ...bare }).end();
    },
  );
  server.keepAliveTimeout = idleWithin;
  server.setTimeout(stillWithin);
  // Nothing here speaks anything but HTTP. (Without a listener Node would go on as if nothing had been asked.)
  server.on('upgrade', (_, socket) => refuse(socket, '426 Upgrade Required'));
  server.on('connect', (_, socket) => refuse(socket, '405 Method Not Allowed'));
  server.listen(port, hostname);
  await once(server, 'listening');
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => void leave(server));
}

/** Of a refusal that no rule of Next's covers. */
const bare = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
};

/**
 * What browsers and proxies ask for. Next answers everything else with redirects and errors of its own, which bear none
 * of our headers, and prints what the client wrote.
 *
 * @param {string} target
 */
function isPath(target) {
  const [path = ''] = target.split(/[?#]/);
  if (!path.startsWith('/') || /\/\/|\\/.test(path)) return false;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * The bridge's routes judge methods for themselves; everything else is there to be read. There are no Server Actions,
 * and nothing is to look for one (CVE-2025-55182).
 *
 * @param {import('node:http').IncomingMessage} request
 */
function meant({ method = '', url = '' }) {
  if (url.startsWith('/api/')) return /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(method);
  return method === 'GET' || method === 'HEAD';
}

/**
 * Headers by which Next talks to itself. None of them means anything to the bridge's routes, where one has opened
 * what middleware guarded (CVE-2025-29927), and others answer with a redirect before any handler is asked.
 */
const nextOnly = /^(?:rsc|next-.*|x-nextjs-.*|x-middleware-.*|x-matched-path|x-now-route-matches)$/;

/**
 * @param {import('node:http').IncomingMessage} request
 * @returns the same one, without what would be for Next and not for us
 */
function plain(request) {
  if (request.url?.startsWith('/api/')) {
    for (const name of Object.keys(request.headers)) if (nextOnly.test(name)) delete request.headers[name];
  }
  return request;
}

/** @param {import('node:stream').Duplex} socket @param {string} status */
function refuse(socket, status) {
  // It may be gone already; nobody is to hear of that.
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** @type {Promise<void> | undefined} */
let leaving;

/**
 * The way down: the listener stays open while transfers settle, because their receipts are requests of their own.
 * Signals come more than once (npm and service managers repeat them), and all mean the same.
 *
 * @param {import('node:http').Server} server
 */
function leave(server) {
  leaving ??= (async () => {
    await /** @type {Shared} */ (globalThis).postbagDrain?.();
    const closed = once(server, 'close');
    server.close();
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), lastWords).unref();
    await closed;
    process.exit(0);
  })();
  return leaving;
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
