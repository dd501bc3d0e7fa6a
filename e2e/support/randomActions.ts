import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build } from 'esbuild';
import type { OwnPlaces, RandomHand, Task } from './randomHand';

const root = fileURLToPath(new URL('../..', import.meta.url));

type WithHand = typeof globalThis & { randomHand: RandomHand };

/** Puts the app's own functions into pages of the app, beside those that its interface holds. */
export async function giveHands(pages: readonly Page[]): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['e2e/support/randomHand.ts'],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2023',
    write: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    tsconfig: 'tsconfig.json',
    logLevel: 'warning',
  });
  const script = outputFiles[0]?.text ?? '';
  await Promise.all(pages.map((page) => page.evaluate(script)));
}

export const makePlaces = (page: Page): Promise<OwnPlaces> =>
  page.evaluate(() => (globalThis as WithHand).randomHand.makePlaces());

export const actAtRandom = (page: Page, task: Task): Promise<Record<string, number>> =>
  page.evaluate((given) => (globalThis as WithHand).randomHand.act(given), task);
