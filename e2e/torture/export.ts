/**
 * A copy of very much mail, saved and checked in real Chromium: `npm run torture -- export [--gigabytes 1]`.
 *
 * An mbox of that size is brought in, all mail is saved as a zip, and the zip is opened again and every message in it
 * hashed. The last line is JSON, with the most that the page's process held in each step; the exit code is 0 when nothing
 * is missing. Four times the size must be free in the temporary folder: the mbox, the browser's database, its private
 * file, and the copy that is handed over.
 */
import { randomBytes } from 'node:crypto';
import { createWriteStream, writeFileSync } from 'node:fs';
import { mkdtemp, rm, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { startApp } from '../support/app';
import { openCopies, told, withoutPicker } from '../support/archives';
import { startDovecot } from '../support/dovecot';
import { openProfile, peakMiB, profileProcesses } from '../support/profile';

const { values } = parseArgs({ options: { gigabytes: { type: 'string', default: '1' } } });
const gigabytes = Number(values.gigabytes);
if (!(gigabytes > 0 && gigabytes <= 100)) throw new Error('--gigabytes takes a number up to 100.');
const messageOctets = 1_000_000;
const count = Math.ceil((gigabytes * 1e9) / messageOctets);
/** How long one of the three steps may take, ms: a tenth of what a disk does. */
const within = 120_000 + gigabytes * 300_000;

const { bavail, bsize } = await statfs(tmpdir());
if (bavail * bsize < gigabytes * 4.5e9)
  throw new Error(
    `There is no room for that in ${tmpdir()}: ${Math.round(gigabytes * 4.5)} GB must be free.`,
  );

const folder = await mkdtemp(join(tmpdir(), 'postbag-export-'));
const profile = join(folder, 'profile');
const dovecot = await startDovecot({ users: {} });
const app = await startApp({ caFile: dovecot.ca, pop3Ports: [dovecot.popsPort] });
const browser = await openProfile(profile);
try {
  const mbox = join(folder, 'much.mbox');
  await pipeline(Readable.from(messages(count)), createWriteStream(mbox));
  const page = await browser.newPage();
  await withoutPicker(page);
  await openCopies(page, app.origin);

  const brought = await step(async () => {
    await page.getByLabel('Choose files…').setInputFiles(mbox);
    return ended(page);
  });
  await rm(mbox);

  const copy = join(folder, 'much.zip');
  const saved = await step(async () => {
    const download = page.waitForEvent('download', { timeout: within });
    await page.getByRole('button', { name: 'Save a copy…' }).click();
    await (await download).saveAs(copy);
    return ended(page);
  });
  const { size } = await stat(copy);

  const checked = await step(async () => {
    await page.getByLabel('Choose a copy to check…').setInputFiles(copy);
    return ended(page);
  });
  // The interface groups the digits of large numbers: 1,500.
  const numbers: string[] = checked.said.replaceAll(',', '').match(/\d+/g) ?? [];
  const whole = numbers.includes(String(count));
  for (const { said } of [brought, saved, checked]) console.log(said);
  console.log(
    JSON.stringify({
      messages: count,
      bytes: size,
      seconds: saved.seconds,
      peak_tab_mib: saved.peak,
      import_seconds: brought.seconds,
      import_peak_tab_mib: brought.peak,
      verify_seconds: checked.seconds,
      verify_peak_tab_mib: checked.peak,
      verified: whole,
    }),
  );
  process.exitCode = whole ? 0 : 1;
} finally {
  await browser.close();
  await app.stop();
  await dovecot.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Runs a step and tells how long it took, and the most that a process of the browser's pages held meanwhile. */
async function step(work: () => Promise<string>): Promise<{ said: string; seconds: number; peak: number }> {
  // The kernel forgets the peak so far (proc(5), clear_refs).
  for (const pid of profileProcesses(profile).renderers) writeFileSync(`/proc/${pid}/clear_refs`, '5');
  const began = Date.now();
  const said = await work();
  const peak = Math.max(...profileProcesses(profile).renderers.map(peakMiB));
  return { said, seconds: Math.round((Date.now() - began) / 100) / 10, peak: Math.round(peak) };
}

async function ended(page: Page): Promise<string> {
  const close = told(page).getByRole('button', { name: 'Close' });
  await close.waitFor({ timeout: within });
  const said = (await told(page).textContent()) ?? '';
  await close.click();
  return said;
}

/** An mbox, piece by piece: no two messages are alike, and nothing in them can be packed. */
async function* messages(most: number): AsyncGenerator<Buffer> {
  const noise = randomBytes((messageOctets * 3) / 4);
  for (let number = 1; number <= most; number++) {
    noise.writeUInt32LE(number, 0);
    const head =
      'From someone@lindgren.example Thu Jan  1 00:00:00 2026\n' +
      `From: Astrid <astrid@lindgren.example>\nSubject: Much ${number}\nDate: Thu, 1 Jan 2026 10:00:00 +0100\n` +
      `Message-ID: <${number}@lindgren.example>\nContent-Transfer-Encoding: base64\n\n`;
    const lines = noise.toString('base64').replace(/.{76}/g, '$&\n');
    yield Buffer.from(`${head}${lines}\n\n`, 'latin1');
  }
}
