import { expect, test } from 'vitest';
import { playwrightResults, summary, vitestResults } from './results';
import { judge, type Suite, suites } from './suites';

const vitestReport = {
  testResults: [
    {
      name: 'a.test.ts',
      status: 'failed',
      assertionResults: [
        { fullName: 'one', status: 'passed' },
        { fullName: 'two', status: 'failed' },
        { fullName: 'three', status: 'skipped' },
      ],
    },
    { name: 'cannot-load.test.ts', status: 'failed', assertionResults: [] },
  ],
};

test('counts of vitest, with files that could not be loaded', () => {
  expect(vitestResults(vitestReport)).toEqual({ passed: 1, failed: 2, skipped: ['three: skipped'] });
});

test('counts of Playwright, with nested groups, flaky tests, reasons and errors outside of tests', () => {
  const one = (status: string, annotations: object[] = []) => ({
    title: status,
    file: 'a.spec.ts',
    tests: [{ status, projectName: 'desktop', annotations }],
  });
  const report = {
    suites: [
      {
        specs: [one('expected')],
        suites: [
          {
            specs: [
              one('unexpected'),
              one('flaky'),
              one('skipped', [{ type: 'skip', description: 'no corpus' }]),
            ],
          },
        ],
      },
    ],
    errors: [{ message: 'global' }],
  };
  expect(playwrightResults(report)).toEqual({
    passed: 1,
    failed: 3,
    skipped: ['a.spec.ts (desktop) skipped: no corpus'],
  });
});

test('the last line', () => {
  const results = { passed: 2, failed: 1, skipped: [] };
  expect(summary([results, results])).toBe('4 passed, 2 failed');
  expect(summary([results, { passed: 0, failed: 0, skipped: ['x'] }])).toBe('2 passed, 1 failed, 1 skipped');
});

const counted: Suite = { name: 'unit', budget: 5, words: () => [], read: vitestResults };
const plain: Suite = { ...counted, read: null };
const ended = { code: 0, late: false, output: 'out', seconds: 1 };
const green = JSON.stringify({
  testResults: [{ name: 'a', status: 'passed', assertionResults: [{ fullName: 'one', status: 'passed' }] }],
});

test.each([
  ['a good exit', plain, ended, null, 1, 0],
  ['a bad exit', plain, { ...ended, code: 2 }, null, 0, 1],
  ['late', plain, { ...ended, code: null, late: true }, null, 0, 1],
  ['a good report', counted, ended, green, 1, 0],
  ['a good report but a bad exit', counted, { ...ended, code: 1 }, green, 1, 1],
  ['a report of failures', counted, { ...ended, code: 1 }, JSON.stringify(vitestReport), 1, 2],
  ['a report of no tests', counted, ended, '{"testResults":[]}', 0, 1],
  ['no report', counted, ended, null, 0, 1],
  ['half a report', counted, { ...ended, late: true }, green.slice(0, 20), 0, 1],
] as const)('%s', (_name, suite, result, report, passed, failed) => {
  expect(judge(suite, result, report)).toMatchObject({ passed, failed });
});

test('the budgets together leave a minute of twenty for installing and building', () => {
  expect(suites.reduce((sum, suite) => sum + suite.budget, 0)).toBeLessThanOrEqual(19 * 60);
});
