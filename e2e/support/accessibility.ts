import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const axe = readFileSync(
  fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url)),
  'utf8',
);

/** What axe finds on the page as it stands, one line a violation: WCAG 2.2 A and AA, and its best practices. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // Through the devtools protocol, which the page's policy does not govern.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(async () => {
    const runner = (window as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe;
    // The mail's own markup in its frame is not ours, and no script can run in there.
    return runner.run({ iframes: false, resultTypes: ['violations'] });
  });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')} ${node.html.slice(0, 200)}`),
  );
}
