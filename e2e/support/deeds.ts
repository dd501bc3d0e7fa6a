import { expect, type Page } from '@playwright/test';
import { accessibilityProblems } from './accessibility';
import { button, expectOpened, rows } from './browser';
import { undoes } from './undone';

/** What people do with the open message, each taken back: with a finger, by keys alone, and without a connection. */

/** On a phone, where a menu holds what has no room in the toolbar. */
export async function dealByMenu(page: Page, subject: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  const menu = async (item: string) => {
    await button(page, 'More for this message').tap();
    await page.getByRole('menuitem', { name: item }).tap();
  };
  const openAgain = async () => {
    // Not the first row: what was taken back may not be drawn yet.
    await rows(page).filter({ hasText: subject }).tap();
    await expectOpened(page, subject);
  };
  await undoes(page, 'Pinned', () => menu('Pin'));
  const label = async () => {
    await menu('Labels');
    await dialog.getByRole('textbox', { name: 'Find a label' }).fill('Red');
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByText('Create the label “Red”').tap();
  };
  await undoes(page, 'Label added', label, dialog);
  await page.keyboard.press('Escape');
  await undoes(page, 'Moved to the folder', async () => {
    await menu('Move to');
    await dialog.getByRole('textbox', { name: 'Find a folder' }).fill('Bills');
    await dialog.getByText('Create the folder “Bills” and move there').tap();
  });
  await openAgain();
  await undoes(page, 'Snoozed', async () => {
    await menu('Snooze');
    expect(await accessibilityProblems(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
    await dialog.getByRole('button', { name: 'Tomorrow' }).tap();
  });
  await openAgain();
}

/** With nothing but keys, of the row that is selected, since one that opens in its place would be read; then of two. */
export async function dealByKeys(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  const press = (key: string) => page.keyboard.press(key);
  const into = async (field: string, text: string) => {
    await expect(dialog.getByRole('textbox', { name: field })).toBeFocused();
    await page.keyboard.type(text);
    await press('Enter');
  };
  await press('Escape');
  await undoes(page, 'Archived', () => press('e'));
  await undoes(page, 'Pinned', () => press('p'));
  await undoes(page, 'Moved to the folder', async () => {
    await press('v');
    await into('Find a folder', 'Letters');
  });
  await undoes(page, 'Snoozed', async () => {
    await press('b');
    await expect(dialog.getByRole('button').and(page.locator(':focus'))).toBeVisible();
    await press('Enter');
  });
  await undoes(page, 'Label added', async () => {
    await press('l');
    await into('Find a label', 'Red');
    // It stays open: several may be meant.
    await expect(dialog.getByText('Label added')).toBeVisible();
    await press('Escape');
  });
  await undoes(page, '2 messages archived', async () => {
    for (const key of ['x', 'j', 'x']) await press(key);
    await expect(page.getByText('2 selected')).toBeVisible();
    await press('e');
  });
}

/** @param fit so many messages are like the open one */
export async function dealWithoutLine(page: Page, fit: number): Promise<void> {
  const dialog = page.getByRole('dialog');
  const label = async () => {
    await page.keyboard.press('l');
    await dialog.getByRole('textbox', { name: 'Find a label' }).fill('Red');
    await page.keyboard.press('Enter');
  };
  await undoes(page, 'Archived', () => page.keyboard.press('e'));
  await undoes(page, 'Label added', label, dialog);
  await page.keyboard.press('Escape');
  await button(page, 'More for this message').click();
  await page.getByRole('menuitem', { name: 'Always file mail like this…' }).click();
  const preview = dialog.getByRole('region', { name: 'What it would have matched' });
  await expect(preview).toContainText(`${fit} of the`);
  await undoes(page, `By rule ${fit} messages changed`, () => preview.getByRole('button').click(), dialog);
  await button(dialog, 'Cancel').click();
}
