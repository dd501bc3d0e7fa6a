import { defineConfig } from '@playwright/test';
import { chromiumPath, quietFlags } from './e2e/support/browser';

/** One worker and no second tries: each test starts servers of its own, and several of them measure time. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1280, height: 800 },
    trace: 'off',
    launchOptions: { executablePath: chromiumPath(), args: [...quietFlags] },
  },
});
