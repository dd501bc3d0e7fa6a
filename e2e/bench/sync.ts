/**
 * The whole way, from the mail server to the browser's disk: `npm run bench -- sync [--runs 5] [--messages 10000]
 * [--idle 100000] [--only tls,rtt50,trips,large]`.
 *
 * A real Dovecot over TLS, the production build, a real Chromium on a profile on the disk. Our time is a person's: from
 * the press on “Add account” (sign-in, listing, all messages in two-phase sessions, every one committed with strict
 * durability and its head parsed) until the last message is on the disk; mpop's is that of its process. Both in turn, and
 * after each of our runs every stored byte is read back, hashed and compared. A ratio is mpop's time over ours in the same
 * round, and what is printed is the median of the rounds.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BrowserContext, expect } from '@playwright/test';
import { type RunningApp, startApp } from '../support/app';
import { type Dovecot, startDovecot } from '../support/dovecot';
import { fillMaildir, type GeneratedMessage, messageStream } from '../support/messages';
import { openProfile, peakMiB, profileProcesses, wipeSite } from '../support/profile';
import { alternate, median, printTable, ratio, rounded } from './support/figures';
import { type MailboxRun, runMailbox } from './support/mailboxRun';
import { manySmall } from './support/manySmall';
import { type Meter, startMeter } from './support/meter';
import { runMpop } from './support/mpop';
import { bundled, type RunningProgram, startProgram } from './support/processes';

const password = 's3cret';
const users = { alice: password, crowd: password };
/** Each direction, ms: 50 there and back. */
const delay = 25;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    messages: { type: 'string', default: '10000' },
    idle: { type: 'string', default: '100000' },
    only: { type: 'string', default: 'tls,rtt50,trips,large' },
  },
});
const runs = wholeNumber('runs', values.runs);
const count = wholeNumber('messages', values.messages);
const crowd = wholeNumber('idle', values.idle);
const only = values.only.split(',');

function wholeNumber(option: string, value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new Error(`--${option} takes a whole number from 1 on.`);
  return Number(value);
}

const folder = await mkdtemp(join(tmpdir(), 'postbag-bench-'));
const profile = join(folder, 'profile');
const figures: Record<string, number> = {};
const dovecot = await startDovecot({ users });
let meter: Meter | null = null;
let far: RunningProgram | null = null;
let app: RunningApp | null = null;
let browser: BrowserContext | null = null;
try {
  meter = await startMeter({ host: dovecot.host, port: dovecot.popPort }, dovecot.certificate);
  const proxy = await bundled('proxy', folder);
  far = await startProgram(process.execPath, [proxy, dovecot.host, `${dovecot.popsPort}`, `${delay}`]);
  const farPort = Number(far.line);
  app = await startApp({
    caFile: dovecot.ca,
    pop3Ports: [dovecot.popsPort, farPort, meter.port],
  });
  browser = await openProfile(profile);
  const ground: Ground = { dovecot, app, browser };
  if (only.some((part) => part !== 'large')) {
    const mailbox = await fill(dovecot, 'alice', messageStream(count));
    console.log(`${count} messages, ${(mailbox.octets / 1e6).toFixed(1)} MB; ${runs} alternating rounds\n`);
    if (only.includes('tls')) {
      const { ratios, ours } = await series('TLS', ground, mailbox, dovecot.popsPort, 'maildir');
      figures.end_to_end_vs_mpop_maildir_tls = ratios.all;
      figures.newest50_vs_mpop_finish = ratios.newest50;
      figures.longest_task_ms = Math.round(Math.max(...ours.map(({ longestTask }) => longestTask)));
    }
    if (only.includes('rtt50')) {
      const { ratios } = await series('50 ms', ground, mailbox, farPort, 'mbox');
      figures.end_to_end_rtt50_vs_mpop = ratios.all;
    }
    if (only.includes('trips')) await roundTrips(ground, mailbox, meter);
  }
  if (only.includes('large')) await large(ground, meter);
} finally {
  await browser?.close().catch(() => {});
  await app?.stop();
  await far?.stop();
  await meter?.close();
  await dovecot.stop();
  await rm(folder, { recursive: true, force: true });
}
console.log(`\n${JSON.stringify({ messages: count, runs, ...figures })}`);

interface Ground {
  dovecot: Dovecot;
  app: RunningApp;
  browser: BrowserContext;
}

interface Filled {
  user: string;
  messages: number;
  octets: number;
  digests: Set<string>;
}

async function fill(server: Dovecot, user: string, messages: Iterable<GeneratedMessage>): Promise<Filled> {
  const filled: Filled = { user, messages: 0, octets: 0, digests: new Set() };
  const counted = function* () {
    for (const message of messages) {
      filled.messages += 1;
      filled.octets += message.bytes.length;
      filled.digests.add(createHash('sha256').update(message.bytes).digest('hex'));
      yield message;
    }
  };
  await fillMaildir(server.maildir(user), counted());
  return filled;
}

/** One run of ours on a browser that knows nothing yet. */
async function ourRun(
  { app, browser }: Ground,
  filled: Filled,
  port: number,
  stored: () => void = () => {},
): Promise<MailboxRun> {
  await wipeSite(browser, app.origin);
  const { user, messages, digests } = filled;
  // Three octets a microsecond would be slow; a machine that is shared may be slower still.
  const within = 60 + filled.octets / 1e6;
  return runMailbox(browser, { origin: app.origin, user, password, port, messages, digests, within, stored });
}

async function series(
  title: string,
  ground: Ground,
  filled: Filled,
  port: number,
  delivery: 'maildir' | 'mbox',
): Promise<{ ratios: { all: number; newest50: number }; ours: MailboxRun[] }> {
  const ours: MailboxRun[] = [];
  const seconds = await alternate(
    [
      {
        name: 'Postbag',
        async run() {
          const run = await ourRun(ground, filled, port);
          // A tab that goes on building its index would be a burden on mpop's time.
          await wipeSite(ground.browser, ground.app.origin);
          ours.push(run);
          return run.all;
        },
      },
      {
        name: `mpop to ${delivery}`,
        run: () =>
          runMpop({
            ...{ host: 'localhost', port, user: filled.user, password, ca: ground.dovecot.ca },
            ...{ messages: filled.messages, octets: filled.octets, folder, delivery },
          }),
      },
    ],
    runs,
  );
  // The first one is for warming up.
  ours.shift();
  const [mine = [], peer = []] = [...seconds.values()];
  const newest = ours.map(({ newest50 }) => newest50);
  const ratios = { all: rounded(ratio(peer, mine)), newest50: rounded(ratio(peer, newest)) };
  printTable(
    [title, 'median', 'range', 'MB/s', 'ours is'],
    [
      row(
        'Postbag, first message',
        ours.map(({ first }) => first),
        null,
        '',
      ),
      row('Postbag, newest 50', newest, null, ratios.newest50.toFixed(1)),
      row('Postbag, all', mine, filled.octets, ratios.all.toFixed(2)),
      row(`mpop to ${delivery}`, peer, filled.octets, ''),
    ],
  );
  console.log();
  return { ratios, ours };
}

function row(name: string, seconds: readonly number[], octets: number | null, compared: string): string[] {
  const middle = median(seconds);
  const spread = `${Math.min(...seconds).toFixed(2)}-${Math.max(...seconds).toFixed(2)} s`;
  const rate = octets === null ? '' : (octets / 1e6 / middle).toFixed(1);
  return [name, `${middle.toFixed(2)} s`, spread, rate, compared];
}

/** How often the line is gone over until the first message comes, counted in front of the server. */
async function roundTrips(ground: Ground, filled: Filled, line: Meter): Promise<void> {
  line.reset();
  await ourRun(ground, filled, line.port);
  const [signIn, usual] = line.sessions;
  if (!signIn?.toFirstMessage || !usual?.toFirstMessage) throw new Error('A session brought no message.');
  figures.new_account_first_message_round_trips = signIn.toFirstMessage;
  figures.first_message_round_trips = usual.toFirstMessage;
  console.log(
    `first message of a new account: ${signIn.toFirstMessage} round trips, sign-in and listing among them;`,
    `of a session that comes later: ${usual.toFirstMessage}\n`,
  );
}

/** A mailbox of very many messages to its end, with the memory that it takes; then a check that finds nothing. */
async function large(ground: Ground, line: Meter): Promise<void> {
  const filled = await fill(ground.dovecot, 'crowd', manySmall(crowd));
  console.log(`${crowd} messages, ${(filled.octets / 1e6).toFixed(1)} MB, in one go`);
  // Dovecot reads every file once to know its size: that is not what is measured here.
  await runMpop({
    ...{ host: 'localhost', port: dovecot.popsPort, user: 'crowd', password, ca: dovecot.ca },
    ...{ messages: 0, octets: 0, folder, delivery: 'mbox', seconds: 600 },
  });
  let tab = 0;
  const run = await ourRun(ground, filled, line.port, () => {
    tab = Math.max(...profileProcesses(profile).renderers.map(peakMiB));
  });
  figures.large_messages = crowd;
  figures.large_seconds = Math.round(run.all);
  figures.large_longest_task_ms = Math.round(run.longestTask);
  figures.large_bridge_peak_mib = Math.round(peakMiB(ground.app.pid));
  figures.large_tab_peak_mib = Math.round(tab);
  console.log(
    `${run.all.toFixed(0)} s; newest 50 after ${run.newest50.toFixed(2)} s; peak of the bridge`,
    `${figures.large_bridge_peak_mib} MiB, of the tab ${figures.large_tab_peak_mib} MiB;`,
    `longest task ${run.longestTask.toFixed(0)} ms`,
  );

  const page = ground.browser.pages().at(-1);
  if (!page) throw new Error('The app’s page is gone.');
  // The bridge's own lines say when it is over and what was answered: a browser may call a request failed of which the
  // worker has read all, when nobody waits for its end any more.
  const answers = () => ground.app.printed().match(/^.*"route":"[^"]*\/listing".*$/gm) ?? [];
  const check = async (): Promise<number> => {
    const before = answers().length;
    const asked = ground.browser.waitForEvent('request', {
      predicate: (request) => request.url().endsWith('/listing'),
    });
    await page.getByRole('button', { name: 'Check mail' }).first().click();
    const body = (await asked).postDataBuffer() ?? Buffer.alloc(0);
    await expect.poll(() => answers().length, { timeout: 60_000 }).toBe(before + 1);
    await expect(page.getByRole('status').getByText('checked just now').first()).toBeVisible({
      timeout: 60_000,
    });
    return body.length + (JSON.parse(answers().at(-1) ?? '{}') as { octets: number }).octets;
  };
  // The first may still be the one that asks for more.
  await check();
  line.reset();
  const bodies = await check();
  const [session] = line.sessions;
  if (!session || line.sessions.length !== 1) throw new Error('The check took more than one session.');
  figures.idle_check_round_trips = session.roundTrips;
  figures.idle_check_server_octets = session.octets;
  figures.idle_check_browser_octets = bodies;
  console.log(
    `a check that finds nothing: ${session.roundTrips} round trips, ${session.octets} octets from the server,`,
    `${figures.idle_check_browser_octets} octets of HTTP bodies`,
  );
}
