import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { newAccountId, newKey, openCookie, type SealedAccount, sealCookie } from '@/lib/bridge/seal';
import { keyHeader } from '@/lib/contract/routes';
import { issueCertificate, loopbackNames } from '@/lib/demo/certificates';
import { cookieOf } from '../attack/support/ground';
import { type Answer, ownHeaders, send } from '../attack/support/http';
import { type RunningApp, startApp } from '../support/app';
import { readFrames } from '../support/bridgeRoutes';
import { median, printTable, rounded } from './support/figures';
import { type LoadServer, loadPassword, maildropOf, startLoadServer, uidlOf } from './support/loadServer';
import { programFile, startProgram } from './support/processes';

/**
 * The built bridge under load, all on loopback and over TLS to the mail server: 500 readers that take nothing, 200 whole
 * syncs at once, a flood of sign-ins, and what a check takes longer than through a bare Node proxy. Clients come from
 * addresses of their own, as behind a reverse proxy. The last line is one JSON object.
 */

const stalledReaders = 500;
const syncs = 200;
const floodSeconds = 15;
const honestPeople = 20;
const rounds = 200;

interface Load {
  app: RunningApp;
  server: LoadServer;
  secret: string;
  /** What a sign-in has sealed, for accounts that nobody has to sign in one by one. */
  sealed: SealedAccount;
}

/** An account of a person with an address of his own. */
interface Person {
  account: string;
  address: string;
  headers: Record<string, string>;
}

async function person(load: Load, username: string, address: string): Promise<Person> {
  const account = newAccountId();
  const key = newKey();
  const maildrop = { ...load.sealed.maildrop, username };
  const cookie = await sealCookie({ ...load.sealed, account, maildrop }, key, { secrets: [load.secret] });
  const mine = { cookie: cookie.split(';')[0] ?? '', [keyHeader]: key, 'x-forwarded-for': address };
  return { account, address, headers: { ...ownHeaders(load.app), ...mine } };
}

const wantedOf = (user: string) => {
  const { count, octets } = maildropOf(user);
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    uidl: uidlOf(index + 1),
    octets,
  }));
};

/** Resident memory of a process, MiB. */
function memoryOf(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

/** Milliseconds that a check of a person takes; null when it fails. */
async function check({ account, headers }: Person, port: number): Promise<number | null> {
  const began = performance.now();
  const body = JSON.stringify({ known: { count: 20, last: uidlOf(20) } });
  const { status, text } = await send(port, {
    method: 'POST',
    path: `/api/accounts/${account}/listing`,
    headers,
    body,
  });
  // What is late begins with status 200, and may end in a problem all the same.
  return status === 200 && 'kind' in JSON.parse(text) ? performance.now() - began : null;
}

async function stall(load: Load): Promise<{ growth: number; streams: number; left: number }> {
  const before = memoryOf(load.app.pid);
  const readers: Socket[] = [];
  for (let index = 0; index < stalledReaders; index++) {
    const { account, headers } = await person(load, `big-${index}`, `10.1.${index >> 8}.${index & 255}`);
    const body = JSON.stringify({ wanted: wantedOf('big') });
    const lines = Object.entries({ ...headers, 'content-length': body.length }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    const socket = connect(load.app.port, '127.0.0.1').on('error', () => {});
    // It is never read from: what the kernel takes is all that leaves the bridge.
    socket
      .pause()
      .write(`POST /api/accounts/${account}/messages HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
    readers.push(socket);
  }
  let peak = before;
  let streams = 0;
  for (const until = performance.now() + 15_000; performance.now() < until; await delay(250)) {
    peak = Math.max(peak, memoryOf(load.app.pid));
    streams = Math.max(streams, load.server.open());
  }
  for (const socket of readers) socket.destroy();
  return { growth: peak - before, streams, left: await emptied(load.server) };
}

/** Connections to the mail server that are left when nobody wants anything any more, after ten seconds at most. */
async function emptied(server: LoadServer): Promise<number> {
  for (const until = performance.now() + 10_000; server.open() > 0 && performance.now() < until; )
    await delay(50);
  return server.open();
}

/** A whole sync: listing, twenty messages, receipt, QUIT. True when all of it went well. */
async function sync(load: Load, username: string, address: string): Promise<boolean> {
  const { account, headers } = await person(load, username, address);
  const { host: _, ...rest } = headers;
  const ask = (path: string, body: unknown) =>
    fetch(`${load.app.origin}/api/accounts/${account}/${path}`, {
      method: 'POST',
      headers: rest,
      body: JSON.stringify(body),
    });
  const listing = await ask('listing', { known: null });
  await listing.arrayBuffer();
  const stream = await ask('messages', { wanted: wantedOf(username) });
  if (!listing.ok || !stream.ok || !stream.body) return false;
  const { messages, frames } = await readFrames(stream.body, async (session, received) => {
    const stored = received.messages.map(({ uidl }) => uidl);
    await (await ask('settlement', { session, stored })).arrayBuffer();
  });
  const whole = messages.every(({ sha256, actual }) => sha256 === actual.sha256);
  return (
    whole &&
    messages.length === 20 &&
    frames.some((frame) => frame.kind === 'done' && frame.outcome === 'quit')
  );
}

async function syncAll(load: Load): Promise<{ ok: number; seconds: number }> {
  const began = performance.now();
  const outcomes = await Promise.all(
    Array.from({ length: syncs }, (_, index) =>
      sync(load, `user-${index}`, `10.2.0.${index}`).catch(() => false),
    ),
  );
  return { ok: outcomes.filter(Boolean).length / syncs, seconds: (performance.now() - began) / 1000 };
}

/**
 * Forty attackers, each at a rate at which a person never signs in, guess passwords of the honest and of others, while
 * the honest check their mail and one after the other signs in anew.
 */
async function flood(load: Load): Promise<{ ok: number; honest: number; guesses: number }> {
  const until = performance.now() + floodSeconds * 1000;
  let honest = 0;
  let ok = 0;
  let guesses = 0;
  const signIn = (username: string, password: string, address: string): Promise<Answer> =>
    send(load.app.port, {
      method: 'POST',
      path: '/api/accounts',
      headers: { ...ownHeaders(load.app), 'x-forwarded-for': address },
      body: JSON.stringify({ ...load.sealed.maildrop, username, password, keep: false }),
    });
  const attackers = Array.from({ length: 40 }, async (_, index) => {
    while (performance.now() < until) {
      guesses += 1;
      const victim = `user-${guesses % (2 * honestPeople)}`;
      await signIn(victim, randomBytes(6).toString('hex'), `10.3.${index}.1`).catch(() => {});
    }
  });
  const people = Array.from({ length: honestPeople }, async (_, index) => {
    const who = await person(load, `user-${index}`, `10.4.0.${index}`);
    for (let turn = 0; performance.now() < until; turn++) {
      honest += 1;
      const worked =
        turn % 5 === 0
          ? (await signIn(`user-${index}`, loadPassword, who.address)).status === 200
          : (await check(who, load.app.port)) !== null;
      if (worked) ok += 1;
      await delay(200);
    }
  });
  await Promise.all([...attackers, ...people]);
  return { ok: ok / honest, honest, guesses };
}

/** By how much a check takes longer through the bridge than through a bare proxy, ms: medians of alternating rounds. */
async function latency(load: Load, caFile: string): Promise<{ bridge: number; bare: number }> {
  const program = programFile('bareProxy.mjs');
  const bare = await startProgram(process.execPath, [
    program,
    ...[String(load.server.port), caFile, 'user-0', loadPassword, '20'],
  ]);
  const who = await person(load, 'user-0', '10.5.0.1');
  const times = { bridge: [] as number[], bare: [] as number[] };
  try {
    for (let round = -20; round < rounds; round++) {
      const throughBridge = await check(who, load.app.port);
      const began = performance.now();
      await send(Number(bare.line), { method: 'POST', path: '/', body: '{}' });
      const throughBare = performance.now() - began;
      if (throughBridge === null) throw new Error('a check failed with nothing else to do');
      if (round < 0) continue;
      times.bridge.push(throughBridge);
      times.bare.push(throughBare);
    }
  } finally {
    await bare.stop();
  }
  return { bridge: median(times.bridge), bare: median(times.bare) };
}

const folder = await mkdtemp(join(tmpdir(), 'postbag-bench-'));
const secret = randomBytes(32).toString('base64url');
const certificate = await issueCertificate({ names: loopbackNames });
const caFile = join(folder, 'ca.pem');
await writeFile(caFile, certificate.authority);
const server = await startLoadServer(certificate);
const app = await startApp({
  caFile,
  pop3Ports: [server.port],
  environment: { POSTBAG_SECRET: secret, POSTBAG_TRUSTED_PROXIES: '127.0.0.1' },
});
try {
  const request = { host: 'localhost', port: server.port, security: 'tls', keep: false };
  const answer = await send(app.port, {
    method: 'POST',
    path: '/api/accounts',
    headers: { ...ownHeaders(app), 'x-forwarded-for': '10.0.0.1' },
    body: JSON.stringify({ ...request, username: 'user-0', password: loadPassword }),
  });
  if (answer.status !== 200) throw new Error(`The first sign-in failed: ${answer.text}`);
  const { account, key } = JSON.parse(answer.text);
  const opened = await openCookie(cookieOf(answer), key, account, { secrets: [secret] });
  if (!opened) throw new Error('The seal of the first sign-in does not open.');
  const load: Load = { app, server, secret, sealed: opened.sealed };

  const added = await latency(load, caFile);
  const synced = await syncAll(load);
  const flooded = await flood(load);
  const stalled = await stall(load);
  // And all is well again afterwards.
  const after = await check(await person(load, 'user-1', '10.6.0.1'), app.port);
  printTable(
    ['load', 'outcome'],
    [
      [
        `${rounds} checks, one by one`,
        `${added.bridge.toFixed(1)} ms; bare proxy ${added.bare.toFixed(1)} ms`,
      ],
      [`${syncs} syncs at once`, `${(synced.ok * 100).toFixed(1)} % whole, ${synced.seconds.toFixed(1)} s`],
      [
        `${flooded.guesses} guesses in ${floodSeconds} s`,
        `${(flooded.ok * 100).toFixed(2)} % of ${flooded.honest} honest requests`,
      ],
      [
        `${stalledReaders} stalled readers`,
        `+${stalled.growth.toFixed(0)} MiB, ${stalled.streams} sessions, ${stalled.left} left`,
      ],
      ['a check after all that', after === null ? 'failed' : `${after.toFixed(1)} ms`],
    ],
  );
  console.log();
  console.log(
    JSON.stringify({
      rss_growth_500_stalled_mib: rounded(stalled.growth),
      sessions_of_500_stalled: stalled.streams,
      sockets_after: stalled.left,
      ok_under_flood_ratio: rounded(flooded.ok),
      syncs_ok_ratio: rounded(synced.ok),
      syncs_seconds: rounded(synced.seconds),
      added_latency_ms_p50: rounded(added.bridge - added.bare),
    }),
  );
  if (after === null) process.exitCode = 1;
} finally {
  await app.stop();
  await server.close();
  await rm(folder, { recursive: true, force: true });
}
