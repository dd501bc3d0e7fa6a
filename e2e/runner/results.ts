import { z } from 'zod';

/** What one suite came to. */
export interface Results {
  passed: number;
  failed: number;
  /** `name: reason`, as far as the reason is known. */
  skipped: string[];
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** From the JSON reporter of vitest. A file that could not be loaded counts as one failed test. */
export function vitestResults(report: unknown): Results {
  const { testResults } = vitestReport.parse(report);
  const tests = testResults.flatMap((file) => file.assertionResults);
  const broken = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((each) => each.status === 'failed'),
  );
  return {
    passed: tests.filter((each) => each.status === 'passed').length,
    failed: tests.filter((each) => each.status === 'failed').length + broken.length,
    skipped: tests
      .filter((each) => each.status !== 'passed' && each.status !== 'failed')
      .map((each) => `${each.fullName}: ${each.status}`),
  };
}

const annotation = z.object({ type: z.string(), description: z.string().optional() });
const spec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({ status: z.string(), projectName: z.string(), annotations: z.array(annotation).default([]) }),
  ),
});
interface Suite {
  specs: z.infer<typeof spec>[];
  suites?: Suite[] | undefined;
}
const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({ specs: z.array(spec).default([]), suites: z.array(suite).optional() }),
) as z.ZodType<Suite>;
const playwrightReport = z.object({
  suites: z.array(suite).default([]),
  errors: z.array(z.unknown()).default([]),
});

/** From the JSON reporter of Playwright. Errors outside of tests count as failed; so do tests that are flaky. */
export function playwrightResults(report: unknown): Results {
  const { suites, errors } = playwrightReport.parse(report);
  const results: Results = { passed: 0, failed: errors.length, skipped: [] };
  const visit = (each: Suite): void => {
    for (const { title, file, tests } of each.specs) {
      for (const one of tests) {
        if (one.status === 'expected') results.passed += 1;
        else if (one.status !== 'skipped') results.failed += 1;
        else {
          const reason = one.annotations.find(({ type }) => type === 'skip' || type === 'fixme');
          results.skipped.push(
            `${file} (${one.projectName}) ${title}: ${reason?.description ?? 'no reason given'}`,
          );
        }
      }
    }
    each.suites?.forEach(visit);
  };
  suites.forEach(visit);
  return results;
}

/** The last line of `npm test`. */
export function summary(all: readonly Results[]): string {
  const passed = all.reduce((sum, each) => sum + each.passed, 0);
  const failed = all.reduce((sum, each) => sum + each.failed, 0);
  const skipped = all.reduce((sum, each) => sum + each.skipped.length, 0);
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
