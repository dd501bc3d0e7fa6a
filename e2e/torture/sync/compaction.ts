import { status } from '../../support/browser';
import { storedDigests } from '../../support/vault';
import { anyEnding, pause } from './endings';
import type { Scene } from './faults';
import { checkMail, eraseAllBut } from './person';

/**
 * Most of the mail is deleted here for good, so that packs are more than half dead; the check that follows rewrites them,
 * and in the middle of that the leader ends. What was left must be there afterwards, and only that.
 */
export async function breakCompaction(scene: Scene): Promise<void> {
  const { pages, random, truth } = scene;
  const [page] = pages;
  if (!page) return;
  await eraseAllBut(page, random.between(0, 8));
  truth.letGo(await storedDigests(page));
  await checkMail(page);
  // The rewriting begins when the check is over.
  await status(page).and(page.locator(':not([aria-busy="true"])')).waitFor({ timeout: 30_000 });
  await pause(random.between(0, 80));
  await anyEnding(random)(scene);
}
