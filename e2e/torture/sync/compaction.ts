import type { Page } from '@playwright/test';
import { status } from '../../support/browser';
import { storedDigests } from '../../support/vault';
import { anyEnding, pause } from './endings';
import type { Scene } from './faults';
import { checkMail, eraseAllBut } from './person';

/** Where nothing is half dead nothing is rewritten, ms. */
const beginsWithin = 3_000;

/**
 * Most of the mail is deleted here for good, so that packs are more than half dead; the check that follows rewrites them,
 * and in the middle of that the leader ends. What was left must be there afterwards, and only that.
 *
 * @returns whether the leader was ended between the beginning and the end of a rewriting
 */
export async function breakCompaction(scene: Scene): Promise<boolean> {
  const { pages, random, truth } = scene;
  const [page] = pages;
  if (!page) return false;
  await eraseAllBut(page, random.between(0, 8));
  truth.letGo(await storedDigests(page));
  await status(page).and(page.locator(':not([aria-busy="true"])')).waitFor({ timeout: 30_000 });
  const rewriting = await watchRewriting(page);
  await checkMail(page);
  await Promise.race([rewriting.begun, pause(beginsWithin)]);
  await pause(random.between(0, 15));
  const met = rewriting.runs();
  await anyEnding(random)(scene);
  return met;
}

/** What the leader's worker tells of the transaction in which packs are rewritten. */
async function watchRewriting(page: Page): Promise<{ begun: Promise<void>; runs(): boolean }> {
  const worker = page.workers().find((each) => each.url().includes('/built/sync-'));
  if (!worker) return { begun: Promise.resolve(), runs: () => false };
  // No function in there has a name: tsx would mark it, by one that the worker does not know.
  await worker.evaluate(() => {
    const told = new EventTarget();
    Object.assign(globalThis, {
      rewriting: {
        begun: new Promise<void>((resolve) => told.addEventListener('begun', () => resolve())),
        over: new Promise<void>((resolve) => told.addEventListener('over', () => resolve())),
      },
    });
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...what) {
      const opened = transaction.apply(this, what);
      // packs.ts; no other one is of just these.
      if (opened.mode === 'readwrite' && [...opened.objectStoreNames].join() === 'dead,messages,meta,packs') {
        told.dispatchEvent(new Event('begun'));
        opened.addEventListener('complete', () => told.dispatchEvent(new Event('over')));
      }
      return opened;
    };
  });
  type Watched = typeof globalThis & { rewriting: { begun: Promise<void>; over: Promise<void> } };
  let runs = false;
  const hear = (what: Promise<void>, now: boolean) =>
    what.then(
      () => {
        runs = now;
      },
      // The worker was the one that ended.
      () => {},
    );
  const begun = hear(
    worker.evaluate(() => (globalThis as Watched).rewriting.begun),
    true,
  );
  void hear(
    worker.evaluate(() => (globalThis as Watched).rewriting.over),
    false,
  );
  return { begun, runs: () => runs };
}
