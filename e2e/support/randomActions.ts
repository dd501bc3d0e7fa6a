import type { Page } from '@playwright/test';
import { pageScript } from './pageScript';
import type { OwnPlaces, RandomHand, Task } from './randomHand';

type WithHand = typeof globalThis & { randomHand: RandomHand };

/** Puts the app's own functions into pages of the app, beside those that its interface holds. */
export async function giveHands(pages: readonly Page[]): Promise<void> {
  const script = await pageScript('e2e/support/randomHand.ts');
  await Promise.all(pages.map((page) => page.evaluate(script)));
}

export const makePlaces = (page: Page): Promise<OwnPlaces> =>
  page.evaluate(() => (globalThis as WithHand).randomHand.makePlaces());

export const actAtRandom = (page: Page, task: Task): Promise<Record<string, number>> =>
  page.evaluate((given) => (globalThis as WithHand).randomHand.act(given), task);
