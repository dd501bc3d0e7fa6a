/**
 * The POP3 engine alone against the clients that people use: `npm run bench -- pop3 [--runs 5] [--messages 2000]
 * [--peers mpop,fetchmail,…] [--only plain,tls,rtt50,memory]`.
 *
 * All empty the same Dovecot mailbox, in turn. Every client is timed in the same way: as a whole process, from before
 * it is started until it has ended. A ratio is a peer's time over ours in the same round (above 1 the engine is
 * faster), and what is printed is the median of the rounds: a shared machine drifts from round to round, and a pair of
 * neighbours drifts together.
 *
 * The engine hands mail on and stores nothing, while mpop writes an mbox: `engine_vs_mpop_…` says what a person waits
 * for, and includes mpop's disk. `engine_vs_mpop_memory_…` is mpop with its mbox in memory: protocol against protocol,
 * and near 1 where the server is the slowest of the three.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Dovecot, startDovecot } from '../support/dovecot';
import { fillMaildir, generateMessages } from '../support/messages';
import { accountOf, engineClient, peers } from './support/clients';
import { printTable, rounded } from './support/figures';
import type { Maildrop } from './support/maildrop';
import { measureMemory } from './support/memory';
import { bundled, runProgram, startProgram } from './support/processes';
import { carries } from './support/proxyRate';
import { sequentialSeconds } from './support/sequential';
import { series } from './support/series';

const user = 'alice';
const password = 's3cret';
const delay = 25;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    messages: { type: 'string', default: '2000' },
    peers: { type: 'string', default: '' },
    only: { type: 'string', default: 'plain,tls,rtt50,memory' },
  },
});
const runs = wholeNumber('runs', values.runs);
const count = wholeNumber('messages', values.messages);
const only = values.only.split(',');

function wholeNumber(option: string, value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new Error(`--${option} takes a whole number from 1 on.`);
  return Number(value);
}

function asKey(name: string): string {
  return name.replace(/\W+(to )?/g, '_');
}

/** Does the engine deliver every octet of every message, by SHA-256? `expected` in the order of message numbers. */
async function octetsMatch(
  engine: string,
  maildrop: Maildrop,
  expected: readonly string[],
): Promise<boolean> {
  const wishes = JSON.stringify({ ...maildrop, digests: true });
  const { digests } = accountOf(await runProgram(process.execPath, [engine, wishes]), maildrop);
  return digests?.length === expected.length && digests.every((digest, index) => digest === expected[index]);
}

const folder = await mkdtemp(join(tmpdir(), 'postbag-bench-'));
let dovecot: Dovecot | null = null;
try {
  const { present, missing } = peers(values.peers === '' ? [] : values.peers.split(','), folder);
  for (const line of missing) console.error(line);
  const mpop = present.filter(({ name }) => name.startsWith('mpop'));
  const engineProgram = await bundled('engine', folder);
  const engine = engineClient(engineProgram);
  const figures: Record<string, number | boolean> = { messages: count, runs };

  if (only.some((way) => way !== 'memory')) {
    dovecot = await startDovecot({ users: { [user]: password } });
    const messages = generateMessages(count);
    await fillMaildir(dovecot.maildir(user), messages);
    const octets = messages.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const digests = messages.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex')).reverse();
    const plain: Maildrop = {
      ...{ host: dovecot.host, port: dovecot.popPort, user, password, messages: count, octets },
    };
    const tls: Maildrop = { ...plain, port: dovecot.popsPort, ca: dovecot.ca };
    let match = true;
    const check = async (maildrop: Maildrop) => {
      match = (await octetsMatch(engineProgram, maildrop, digests)) && match;
    };
    const empty = runProgram(process.execPath, ['-e', '0']);
    console.log(
      `${count} messages, ${(octets / 1e6).toFixed(1)} MB; ${runs} alternating rounds. Whole processes, their start`,
      `included (of Node that is ${(await empty).seconds.toFixed(2)} s). “engine is”: the peer's time over ours, median of`,
      'the rounds; “started”: the same, had Node been running already. The figures of the goals are “engine is”.\n',
    );
    figures.octets = octets;

    for (const [way, maildrop] of [
      ['plain', plain],
      ['tls', tls],
    ] as const) {
      if (!only.includes(way)) continue;
      const { ratios, started } = await series(way, maildrop, engine, present, runs);
      for (const [name, figure] of ratios) figures[`engine_vs_${asKey(name)}_${way}`] = figure;
      for (const [name, figure] of started) {
        if (name.startsWith('mpop')) figures[`engine_started_vs_${asKey(name)}_${way}`] = figure;
      }
      await check(maildrop);
    }

    if (only.includes('rtt50')) {
      const proxyProgram = await bundled('proxy', folder);
      const proxy = await startProgram(process.execPath, [
        proxyProgram,
        ...[plain.host, String(plain.port), String(delay)],
      ]);
      try {
        const far: Maildrop = { ...plain, port: Number(proxy.line) };
        const rate = await carries(proxyProgram, delay, octets);
        console.log(`The line adds ${delay} ms each way and alone carries ${rate.toFixed(0)} MB/s.\n`);
        const { ratios, engineMedian: taken } = await series('50 ms away', far, engine, mpop, runs);
        const sequential = await sequentialSeconds(engineProgram, far, 10);
        const fastest = Math.min(...sequential.map(({ seconds }) => seconds));
        const rows = sequential.map(({ name, seconds, measured }) => [
          name,
          `${seconds.toFixed(0)} s`,
          `from every 10th message: ${measured.toFixed(1)} s`,
          (seconds / taken).toFixed(1),
        ]);
        printTable(['one by one, 50 ms away', 'all', '', 'engine is'], rows);
        console.log();
        Object.assign(figures, {
          ...(ratios.has('mpop') && { rtt50_vs_mpop: ratios.get('mpop') }),
          ...(ratios.has('mpop to memory') && { rtt50_vs_mpop_memory: ratios.get('mpop to memory') }),
          rtt50_vs_sequential: rounded(fastest / taken),
          rtt50_engine_seconds: rounded(taken),
          proxy_mb_per_second: Math.round(rate),
        });
        await check(far);
      } finally {
        await proxy.stop();
      }
    }
    figures.octets_match = match;
  }

  if (only.includes('memory')) Object.assign(figures, await measureMemory(folder));
  console.log(JSON.stringify(figures));
  if (figures.octets_match === false) process.exitCode = 1;
} finally {
  await dovecot?.stop();
  await rm(folder, { recursive: true, force: true });
}
