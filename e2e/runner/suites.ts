import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CommandResult, runCommand } from './command';
import { playwrightResults, type Results, vitestResults } from './results';

export interface Suite {
  name: string;
  /** Seconds; what a suite does not need, the next ones have. All together, with installing and building, stay under 20 minutes. */
  budget: number;
  /** The command, run in the project's folder; `report` is where its JSON report goes. */
  words(report: string): readonly string[];
  environment?: (report: string) => Record<string, string>;
  /** Reads the JSON report; null: the exit code alone says passed or failed, and the suite is one test. */
  read: ((report: unknown) => Results) | null;
}

const node = (...words: string[]) => [process.execPath, ...words];
const vitest =
  (project: string, ...more: string[]) =>
  (report: string) =>
    node(
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      project,
      ...more,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    );

/** In the order in which they run: the quick ones first. */
export const suites: readonly Suite[] = [
  {
    name: 'lint',
    budget: 20,
    words: () => node('node_modules/@biomejs/biome/bin/biome', 'ci'),
    read: null,
  },
  {
    name: 'types',
    budget: 30,
    words: () => node('node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'),
    read: null,
  },
  // All files of a worker share one realm: a third of the time.
  { name: 'unit', budget: 45, words: vitest('unit', '--no-isolate'), read: vitestResults },
  { name: 'thorough', budget: 100, words: vitest('thorough'), read: vitestResults },
  { name: 'integration', budget: 180, words: vitest('integration*'), read: vitestResults },
  {
    name: 'browser',
    budget: 765,
    words: () => node('node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'),
    environment: (report) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
    read: playwrightResults,
  },
];

export interface SuiteOutcome extends Results {
  /** What to show when it failed: what the tools printed. */
  output: string;
  seconds: number;
}

/** Runs one suite; `folder` takes its report. Never rejects: what goes wrong is a failed test. */
export async function runSuite(suite: Suite, root: string, folder: string): Promise<SuiteOutcome> {
  const report = join(folder, `${suite.name}.json`);
  const result = await runCommand(suite.words(report), {
    cwd: root,
    budget: suite.budget,
    environment: { NO_COLOR: '1', ...suite.environment?.(report) },
  });
  const text = suite.read === null ? null : await readFile(report, 'utf8').catch(() => null);
  return { ...judge(suite, result, text), seconds: result.seconds };
}

/**
 * A suite that is late, that left no report, or that failed without saying in which test, has at least one failure:
 * no way of breaking down may look like success.
 */
export function judge(
  suite: Suite,
  result: CommandResult,
  report: string | null,
): Results & { output: string } {
  const good = result.code === 0 && !result.late;
  const late = `\nStopped: the budget of ${suite.budget} seconds is used up.`;
  const output = result.output + (result.late ? late : '');
  if (suite.read === null) {
    return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: [], output };
  }
  try {
    if (report === null) throw new Error('there is no report');
    const results = suite.read(JSON.parse(report));
    const silent = good ? results.passed + results.failed === 0 : results.failed === 0;
    return { ...results, failed: results.failed + (silent ? 1 : 0), output };
  } catch (error) {
    return { passed: 0, failed: 1, skipped: [], output: `${output}\nNo results: ${String(error)}` };
  }
}
