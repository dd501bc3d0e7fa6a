import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { AxeResults, Result } from 'axe-core';

const axe = readFileSync(
  fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url)),
  'utf8',
);

/**
 * What axe finds on the page as it stands, by night and by day, one line a violation: WCAG 2.2 A and AA, and its best
 * practices.
 *
 * @param within a selector of what is looked at, where the rest is out of reach: behind an open menu
 */
export async function accessibilityProblems(page: Page, within?: string): Promise<string[]> {
  const dark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  const found: string[] = [];
  // What comes or goes while axe looks has its own colours from its first frame on, and none fades into the other theme.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  // As it was, last of all.
  for (const colorScheme of dark ? (['light', 'dark'] as const) : (['dark', 'light'] as const)) {
    await page.emulateMedia({ colorScheme });
    // What follows the theme by script is drawn with the next frame.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
    found.push(...(await problemsNow(page, within)).map((problem) => `${colorScheme}: ${problem}`));
  }
  await page.emulateMedia({ reducedMotion: null });
  return found;
}

async function problemsNow(page: Page, within?: string): Promise<string[]> {
  await settled(page);
  // Through the devtools protocol, which the page's policy does not govern.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const { violations, incomplete } = await page.evaluate(async (within) => {
    const runner = (
      window as unknown as { axe: { run(where: Node | string, options: object): Promise<AxeResults> } }
    ).axe;
    // The mail's own markup in its frame is not ours, and no script can run in there.
    return runner.run(within ?? document, { iframes: false, resultTypes: ['violations', 'incomplete'] });
  }, within);
  return [...violations, ...incomplete.map(unseen)].flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')} ${node.html.slice(0, 200)}`),
  );
}

/** Words in the very colour of their ground, which axe is not sure about. */
function unseen(result: Result): Result {
  const alike = ({ any }: Result['nodes'][number]) =>
    any.some(({ data }) => data?.messageKey === 'equalRatio');
  return { ...result, nodes: result.nodes.filter(alike) };
}

/** What fades in has its own colours only at the end; a spinner has none, and what is put away stands still. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = () =>
      document.getAnimations().filter(({ effect }) => {
        if (effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY) return false;
        return effect instanceof KeyframeEffect && effect.target?.checkVisibility() === true;
      });
    // One that is taken back rejects, and is over, too. What ends may let something else begin.
    for (let all = ending(); all.length > 0; all = ending()) {
      await Promise.allSettled(all.map(({ finished }) => finished));
      await new Promise(requestAnimationFrame);
    }
  });
}
