/**
 * Fault runs of the whole line: `npm run torture -- sync [--rounds 500] [--seed N] [--only FAULT]`.
 *
 * Each round fills a mailbox on a real Dovecot, adds it in a real browser, lets a fault strike in the middle, goes on to
 * the end and counts against the files on the server's disk. A round's seed repeats its mailbox, its fault and where it
 * strikes: `--rounds 1 --seed N`.
 */
import { parseArgs } from 'node:util';
import { Ground } from './sync/ground';
import { type RoundOutcome, round } from './sync/round';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    only: { type: 'string' },
  },
});

function wholeNumber(option: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new Error(`--${option} takes a whole number.`);
  return Number(value);
}

const rounds = wholeNumber('rounds', values.rounds);
const seed = wholeNumber('seed', values.seed);
const total = { rounds: 0, lost: 0, duplicated: 0, deleted_without_copy: 0, corrupted: 0 };
const failures: string[] = [];
const byFault = new Map<string, { rounds: number; hits: number; seconds: number }>();

console.log(`seed ${seed}, ${rounds} rounds`);
const ground = await Ground.start(rounds);
try {
  for (let index = 0; index < rounds; index++) {
    const its = seed + index;
    const outcome = await round(ground, index, its, values.only).catch((error: Error) => error);
    report(its, outcome);
    if (outcome instanceof Error) await ground.restartTheBrowser().catch(() => {});
  }
} finally {
  await ground.stop();
}
for (const failure of failures) console.error(failure);
for (const [fault, { rounds: its, hits, seconds }] of byFault) {
  console.log(`${String(its).padStart(4)} × ${fault}, ${hits} hit, ${(seconds / its).toFixed(1)} s each`);
}
const hits = Object.fromEntries([...byFault].map(([fault, { hits }]) => [fault, hits]));
console.log(`\n${JSON.stringify({ ...total, hits, seed, failed_rounds: failures.length })}`);
process.exit(failures.length > 0 ? 1 : 0);

function report(its: number, outcome: RoundOutcome | Error): void {
  const again = `Again: npm run torture -- sync --rounds 1 --seed ${its}`;
  if (outcome instanceof Error) {
    failures.push(`Seed ${its} did not come to its end: ${outcome.message}\n${again}`);
    console.log(`${its}  ${outcome.message.split('\n')[0]}`);
    return;
  }
  const { fault, policy, messages, left, tabs, seconds, hit, count, late } = outcome;
  total.rounds += 1;
  for (const key of ['lost', 'duplicated', 'deleted_without_copy', 'corrupted'] as const)
    total[key] += count[key];
  const told = byFault.get(fault) ?? { rounds: 0, hits: 0, seconds: 0 };
  byFault.set(fault, {
    rounds: told.rounds + 1,
    hits: told.hits + Number(hit),
    seconds: told.seconds + seconds,
  });
  const amiss = Object.entries(count).filter(([, value]) => value > 0);
  const bad = late !== null || amiss.length > 0;
  const what = `${fault}, “${policy}”, ${messages} messages (${left} left), ${tabs === 2 ? 'two tabs' : 'one tab'}, ${hit ? 'hit' : 'missed'}`;
  const verdict = bad ? `${amiss.map(([key, value]) => `${key} ${value}`).join(', ')} ${late ?? ''}` : 'good';
  console.log(`${its}  ${what}, ${seconds.toFixed(1)} s: ${verdict}`);
  if (bad) failures.push(`Seed ${its}, ${what}: ${verdict}\n${again}`);
}
