import type { Random } from '../../support/random';
import type { Scene } from './faults';

/** How a leader ends, whatever it is at. */
export const endings = {
  async browserIsKilled({ ground, pages }: Scene) {
    pages.splice(0, pages.length, await ground.restartTheBrowser());
  },
  async tabIsClosed({ ground, pages }: Scene) {
    await pages.shift()?.close();
    if (pages.length === 0) pages.push(await ground.newPage());
  },
  async tabIsFrozen({ ground, pages, random }: Scene) {
    const [page] = pages;
    if (!page) return;
    const devtools = await ground.context.newCDPSession(page);
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
    // Now and then for longer than another tab waits before it takes the lead (succession.ts).
    const long = random.between(1, 4) === 1;
    await pause(long ? random.between(7_000, 9_000) : random.between(100, 4_000));
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  },
  async workerEnds({ pages }: Scene) {
    const worker = pages[0]?.workers().find((each) => each.url().includes('/built/sync-'));
    await worker?.evaluate(() => self.close());
  },
};

export function anyEnding(random: Random): (scene: Scene) => Promise<void> {
  return random.pick(Object.values(endings));
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
