import { chromium } from '@playwright/test';
import { chromiumPath, quietFlags } from '@/e2e/support/browser';
import { readFirstMail, startNewcomer } from '@/e2e/support/newcomer';

/** From an empty browser to the first message that is read, with real Dovecot, names and settings file, seconds. */
export async function secondsToFirstMail(): Promise<number> {
  const newcomer = await startNewcomer('127.0.87.2');
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...quietFlags] });
  try {
    const page = await browser.newPage({ locale: 'en-US' });
    const began = performance.now();
    await page.goto(newcomer.app.origin);
    await readFirstMail(page, newcomer);
    return Math.round((performance.now() - began) / 100) / 10;
  } finally {
    await browser.close();
    await newcomer.stop();
  }
}
