import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Scripted servers on loopback, random runs, the whole sample mailbox, processes of our own: what takes its time. */
const thorough = ['**/*.thorough.test.ts', 'e2e/{catalogue,support,torture}/**/*.test.ts'];

/** It looks at all that servers write, those of other tests as well. */
const alone = 'e2e/attack/canary.integration.test.ts';

/**
 * Three projects: `unit` runs in seconds, `thorough` takes longer and needs nothing but Node either, `integration`
 * talks to real servers (Dovecot) on loopback, and one of its files has the machine for itself.
 */
export default defineConfig({
  resolve: { alias: { '@': root, 'server-only': `${root}e2e/support/server-only.ts` } },
  test: {
    // Also where there are two cores: most tests wait for something now and then.
    maxWorkers: Math.max(2, availableParallelism()),
    // What is waited for comes late on a busy machine, and fails only if it never does.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{app,lib,components,e2e}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.integration.test.ts', ...thorough],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'thorough',
          include: thorough,
          exclude: ['**/*.integration.test.ts', '**/node_modules/**', '.next/**'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['{lib,e2e}/**/*.integration.test.ts'],
          exclude: [alone],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration-alone',
          include: [alone],
          // Behind all others.
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
