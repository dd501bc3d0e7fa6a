import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages, thisMachine } from './runner/packages';
import { type Results, summary } from './runner/results';
import { runSuite, suites } from './runner/suites';

/**
 * `npm test`, after dependencies and the production build are there: system packages, then every suite, one after the
 * other. Names of suites as arguments run those alone. The last line counts; the exit code is 0 when none failed.
 */

const root = fileURLToPath(new URL('..', import.meta.url));

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(
      `No suite is called ${unknown.join(', ')}; there are ${suites.map((s) => s.name).join(', ')}.`,
    );
    return 2;
  }
  ensurePackages(thisMachine(), console.log);
  const folder = await mkdtemp(join(tmpdir(), 'postbag-test-'));
  const all: Results[] = [];
  let stopped = false;
  /** Seconds of the budgets so far that nobody needed. */
  let saved = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopped = true;
    });
  }
  for (const suite of suites) {
    if (stopped || (names.length > 0 && !names.includes(suite.name))) continue;
    console.log(`${suite.name} …`);
    const budget = suite.budget + saved;
    const outcome = await runSuite({ ...suite, budget }, root, folder);
    saved = budget - outcome.seconds;
    all.push(outcome);
    if (outcome.failed > 0) console.log(`\n──── ${suite.name} ────\n${outcome.output.trim()}\n`);
    console.log(`${suite.name.padEnd(12)}${summary([outcome])} in ${outcome.seconds.toFixed(1)} s`);
    for (const skipped of outcome.skipped) console.log(`  skipped: ${skipped}`);
  }
  await rm(folder, { recursive: true });
  if (stopped) console.log('Stopped before all suites had run.');
  console.log(summary(all));
  return stopped || all.some((each) => each.failed > 0) ? 1 : 0;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
