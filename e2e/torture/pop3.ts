/**
 * Fuzzing of all that reads what a stranger sent: `npm run torture -- pop3 [--cases 100000] [--seed N] [--only NAME]`.
 *
 * The cases run in a second process: one that computes for ever cannot stop itself, so the first one watches. A batch
 * without a sign of life is ended, and its name and seed, which repeat it, are printed.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tortures } from './support/all';
import { type Outcomes, torment, unmet } from './support/torture';

/** Cases between two signs of life, and the longest silence. */
const batch = 500;
const silenceMs = 60_000;
/** Heap of the process with the cases, MiB: what holds on to what it was fed dies of it. */
const heapMiB = 256;

interface Sign {
  name: string;
  seed: number;
  cases: number;
  counterexample?: string | null;
  outcomes?: Outcomes;
  peakMiB?: number;
}

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    only: { type: 'string' },
    inside: { type: 'boolean', default: false },
  },
});

function wholeNumber(option: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new Error(`--${option} takes a whole number.`);
  return Number(value);
}

const seed = wholeNumber('seed', values.seed);
const cases = wholeNumber('cases', values.cases);
const chosen = tortures.filter(({ name }) => values.only === undefined || name === values.only);
if (chosen.length === 0) {
  throw new Error(`There is no “${values.only}”. There are: ${tortures.map(({ name }) => name).join('; ')}.`);
}
const shares = chosen.reduce((sum, { share }) => sum + share, 0);

if (values.inside) await inside();
else process.exitCode = await watch();

/** The second process: a sign before each batch, and one after it. */
async function inside(): Promise<void> {
  for (const torture of chosen) {
    const { name } = torture;
    const wanted = Math.ceil((cases * torture.share) / shares);
    for (let done = 0; done < wanted; done += batch) {
      const sign: Sign = { name, seed: seed + done / batch, cases: Math.min(batch, wanted - done) };
      process.send?.(sign);
      const outcomes: Outcomes = {};
      const counterexample = await torment(torture, sign.cases, sign.seed, outcomes);
      const peakMiB = process.resourceUsage().maxRSS / 1024;
      process.send?.({ ...sign, counterexample, outcomes, peakMiB } satisfies Sign);
      if (counterexample !== null) break;
    }
  }
  process.disconnect();
}

/** The first process. Its exit code. */
async function watch(): Promise<number> {
  console.log(`seed ${seed}, ${cases} cases`);
  const child = fork(
    fileURLToPath(import.meta.url),
    [...process.argv.slice(2), '--seed', `${seed}`, '--inside'],
    {
      execArgv: [...process.execArgv, `--max-old-space-size=${heapMiB}`],
    },
  );
  const began = performance.now();
  const outcomes: Record<string, Outcomes> = {};
  const failures: string[] = [];
  let done = 0;
  let peakMiB = 0;
  let last: Sign | null = null;
  await ended(child, (sign) => {
    last = sign;
    if (sign.outcomes === undefined) return;
    done += sign.cases;
    peakMiB = Math.max(peakMiB, sign.peakMiB ?? 0);
    outcomes[sign.name] ??= {};
    const counted = outcomes[sign.name] ?? {};
    for (const [outcome, times] of Object.entries(sign.outcomes)) {
      counted[outcome] = (counted[outcome] ?? 0) + times;
    }
    if (sign.counterexample) failures.push(`${again(sign)}\n${sign.counterexample}`);
    if (done % 10_000 < sign.cases) console.log(`${done} cases, in “${sign.name}”`);
  }).catch((error: Error) => {
    failures.push(`${error.message}${last === null ? '' : ` ${again(last)}`}`);
  });
  // A few cases may well miss what is rare.
  if (cases >= 50_000 && failures.length === 0) {
    for (const torture of chosen) failures.push(...unmet(torture, outcomes[torture.name] ?? {}));
  }
  for (const torture of chosen)
    console.log(`${torture.name}: ${JSON.stringify(outcomes[torture.name] ?? {})}`);
  for (const failure of failures) console.error(`\n${failure}`);
  const summary = {
    cases: done,
    seed,
    failures: failures.length,
    seconds: Math.round((performance.now() - began) / 1000),
    peak_rss_mib: Math.round(peakMiB),
    outcomes,
  };
  console.log(`\n${JSON.stringify(summary)}`);
  return failures.length > 0 ? 1 : 0;
}

function again({ name, seed: itsSeed, cases: itsCases }: Sign): string {
  return `Again: npm run torture -- pop3 --only "${name}" --seed ${itsSeed} --cases ${itsCases}`;
}

/** Resolves when the process has ended in order. Rejects when it fell silent (and is ended), or died. */
function ended(child: ChildProcess, onSign: (sign: Sign) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const silent = () => {
      child.kill('SIGKILL');
      reject(new Error(`A case hung: no sign of life for ${silenceMs / 1000} s.`));
    };
    let watchdog = setTimeout(silent, silenceMs);
    child.on('message', (sign) => {
      clearTimeout(watchdog);
      watchdog = setTimeout(silent, silenceMs);
      onSign(sign as Sign);
    });
    child.on('exit', (code) => {
      clearTimeout(watchdog);
      if (code === 0) resolve();
      else
        reject(
          new Error(`The process with the cases died (${code}): out of memory, or an unhandled rejection.`),
        );
    });
  });
}
