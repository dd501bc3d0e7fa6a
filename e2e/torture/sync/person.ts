import type { Page } from '@playwright/test';
import { rows } from '../../support/browser';

/** While a check runs the button does nothing. */
export async function checkMail(page: Page | undefined): Promise<void> {
  await page
    ?.getByRole('button', { name: 'Check mail' })
    .first()
    .click({ timeout: 5_000 })
    .catch(() => {});
}

/** Deletes all mail but some of the first rows for good: chooses it, deletes, and empties Trash. */
export async function eraseAllBut(page: Page, some: number): Promise<void> {
  const checkbox = (index: number) => rows(page).nth(index).getByRole('checkbox');
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  await rows(page).first().hover();
  await checkbox(0).click();
  const all = button(/^Select all \d+$/);
  if (await all.isVisible()) await all.click();
  const left = Math.min(some, (await rows(page).count()) - 1);
  for (let index = 0; index < left; index += 1) await checkbox(index).click();
  await button('Delete').first().click();
  await page.getByRole('navigation', { name: 'Folders' }).getByRole('link', { name: 'Trash' }).click();
  await button('Empty Trash').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for good' }).click();
  await page.getByText('The trash is empty').waitFor();
  await page.getByRole('navigation', { name: 'Folders' }).getByRole('link', { name: 'Inbox' }).click();
}
