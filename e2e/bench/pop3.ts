/**
 * The POP3 engine alone against mpop, the fastest native client known: `npm run bench -- pop3 [--runs 5]
 * [--messages 2000]`. Both empty the same Dovecot mailbox, in turn: the engine into a sink that counts octets, mpop
 * into an mbox. A ratio is mpop's time over ours: above 1 the engine is faster.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Pop3Session } from '@/lib/pop3/session';
import { type Dovecot, startDovecot } from '../support/dovecot';
import { fillMaildir, generateMessages } from '../support/messages';
import { socketWire } from '../support/socketWire';
import { alternate, median, printTable, rounded } from './support/figures';
import { runMpop } from './support/mpop';

const user = 'alice';
const password = 's3cret';

async function runEngine(dovecot: Dovecot, tls: boolean, expected: { count: number; octets: number }) {
  const { host, popPort, popsPort } = dovecot;
  const authority = readFileSync(dovecot.ca, 'utf8');
  let octets = 0;
  const sink = {
    begin() {},
    data(chunk: Uint8Array) {
      octets += chunk.length;
    },
    end() {},
    refused() {},
  };
  const started = performance.now();
  const session = await Pop3Session.open(
    await socketWire(tls ? { host, port: popsPort, authority } : { host, port: popPort }),
  );
  const capabilities = await session.capa();
  await session.login({ username: user, password }, capabilities);
  const sizes = await session.list();
  const newestFirst = sizes.map(({ number }) => number).reverse();
  const { retrieved } = await session.retrieve(newestFirst, sink, {
    pipelining: capabilities?.pipelining ?? false,
    sizeOf: (number) => sizes[number - 1]?.octets,
  });
  await session.quit();
  const seconds = (performance.now() - started) / 1000;
  if (retrieved.length !== expected.count || octets !== expected.octets)
    throw new Error('The engine lost octets.');
  return seconds;
}

function requireMpop(): void {
  try {
    execFileSync('mpop', ['--version'], { stdio: 'ignore' });
  } catch {
    console.error('This benchmark measures against mpop, which is not installed: apt-get install mpop');
    process.exit(1);
  }
}

function wholeNumber(option: string, value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new Error(`--${option} takes a whole number from 1 on.`);
  return Number(value);
}

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, messages: { type: 'string', default: '2000' } },
});
const runs = wholeNumber('runs', values.runs);
const count = wholeNumber('messages', values.messages);
requireMpop();

const folder = await mkdtemp(join(tmpdir(), 'postbag-bench-'));
const dovecot = await startDovecot({ users: { [user]: password } });
try {
  const messages = generateMessages(count);
  const octets = messages.reduce((sum, { bytes }) => sum + bytes.length, 0);
  await fillMaildir(dovecot.maildir(user), messages);
  console.log(`${count} messages, ${(octets / 1e6).toFixed(1)} MB; medians of ${runs} alternating runs\n`);

  const rows: string[][] = [];
  const figures: Record<string, number> = { messages: count, octets, runs };
  for (const way of ['plain', 'tls'] as const) {
    const tls = way === 'tls';
    const port = tls ? dovecot.popsPort : dovecot.popPort;
    const mpop = { folder, host: 'localhost', port, user, password, delivery: 'mbox', octets } as const;
    const seconds = await alternate(
      [
        { name: 'engine', run: () => runEngine(dovecot, tls, { count, octets }) },
        { name: 'mpop', run: () => runMpop(tls ? { ...mpop, ca: dovecot.ca } : mpop) },
      ],
      runs,
    );
    const engine = median(seconds.get('engine') ?? []);
    const other = median(seconds.get('mpop') ?? []);
    figures[`pop3_${way}_engine_seconds`] = rounded(engine);
    figures[`pop3_${way}_mpop_mbox_seconds`] = rounded(other);
    figures[`pop3_${way}_vs_mpop_mbox`] = rounded(other / engine);
    const rate = (taken: number) => `${(octets / 1e6 / taken).toFixed(0)} MB/s`;
    rows.push([
      way,
      `${engine.toFixed(2)} s`,
      rate(engine),
      `${other.toFixed(2)} s`,
      rate(other),
      (other / engine).toFixed(2),
    ]);
  }
  printTable(['', 'engine', '', 'mpop → mbox', '', 'ratio'], rows);
  console.log(`\n${JSON.stringify(figures)}`);
} finally {
  await dovecot.stop();
  await rm(folder, { recursive: true, force: true });
}
