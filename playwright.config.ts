import { defineConfig } from '@playwright/test';
import { chromiumPath, quietFlags } from './e2e/support/browser';

/**
 * Three workers, on two cores: several files wait for slow lines and deadlines most of their time, and each starts servers of its own.
 * No second tries: they would hide a race.
 */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
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
