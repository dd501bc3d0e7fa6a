import { expect, test } from '@playwright/test';
import { accessibilityProblems } from './support/accessibility';
import { type Newcomer, readFirstMail, startNewcomer } from './support/newcomer';

test.use({ serviceWorkers: 'allow' });

/** Somebody with an address and a password, and nothing else: name server, settings file and mail server are real. */

let newcomer: Newcomer;
test.beforeAll(async () => {
  newcomer = await startNewcomer('127.0.87.1');
});
test.afterAll(() => newcomer?.stop());

test('an address and a password are enough, and mail is read within a minute', async ({ page }) => {
  const began = Date.now();
  await page.goto(newcomer.app.origin);
  const address = page.getByLabel('Email address');

  // What has to be known of a provider is said before anybody tries in vain.
  await address.fill('ada@icloud.com');
  await expect(page.getByText('iCloud Mail does not offer POP3')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  await readFirstMail(page, newcomer);
  expect(Date.now() - began).toBeLessThan(60_000);
});

test('nobody knows a domain: the guess is called one', async ({ page }) => {
  await page.goto(newcomer.app.origin);
  await page.getByLabel('Email address').fill('ada@nobody.example');
  await expect(page.getByText('No settings were found for nobody.example.')).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText('pop.nobody.example')).toBeVisible();
});
