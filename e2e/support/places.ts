import { expect, type Page } from '@playwright/test';
import { button, place, rows } from './browser';

/** From the menu of a folder or a label. */
export async function chooseFrom(page: Page, name: string, item: string): Promise<void> {
  await place(page, name).hover();
  await button(page, `Actions for ${name}`).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** Takes a row of the list with the mouse, and lets it go over a folder or a label. */
export async function drag(page: Page, row: number, onto: string, told: string): Promise<void> {
  const target = await place(page, onto).boundingBox();
  await rows(page).nth(row).hover();
  await page.mouse.down();
  await page.mouse.move((target?.x ?? 0) + 40, (target?.y ?? 0) + 10, { steps: 8 });
  await expect(page.getByText(told)).toBeVisible();
  await page.mouse.up();
}
