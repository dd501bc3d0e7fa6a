import { defineConfig } from '@playwright/test';
import { chromiumPath, quietFlags } from './e2e/support/browser';

/** Files that take minutes. */
const first = /\/(?:corpus|faults|problems|slow|tabs)\.spec\.ts$/;

/**
 * Three workers, on two cores: several files wait for slow lines and deadlines most of their time, and each starts servers of its own.
 * No second tries: they would hide a race.
 */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  // What takes minutes begins first: no worker is left alone with it at the end.
  projects: [
    { name: 'long', testMatch: first },
    { name: 'others', testIgnore: first },
  ],
  outputDir: 'test-results',
  workers: 3,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1280, height: 800 },
    trace: 'off',
    // Keeping the app itself for offline use is a third of opening it: only where that is looked at, and in whole sessions.
    serviceWorkers: 'block',
    launchOptions: { executablePath: chromiumPath(), args: [...quietFlags] },
  },
});
