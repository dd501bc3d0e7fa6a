import type { Page } from '@playwright/test';

interface Wishes {
  /** Messages in the list. */
  count: number;
  /** The first of which does not count. */
  runs: number;
}

/** As long as somebody looks at a message at least, ms. */
const lookedAt = 500;

/** Rows from one opened message to the next: more than are drawn at a time, and than are prepared. */
const apart = 40;

/** Opens messages that nothing has prepared. */
export async function opened(page: Page, { count, runs }: Wishes): Promise<number[]> {
  const taken: number[] = [];
  const height = await page
    .locator('[role="row"][id^="message-"]')
    .first()
    .evaluate((row: HTMLElement) => row.offsetHeight);
  for (let run = 0; run < runs; run += 1) {
    const place = (run + 1) * apart;
    // The newest has the highest number.
    const id = count - place;
    await page.evaluate((top) => document.querySelector('[role="grid"]')?.scrollTo(0, top), place * height);
    await page.locator(`#message-${id}`).waitFor();
    await page.waitForTimeout(lookedAt);
    taken.push(await untilShown(page, 'click', id));
    if ((page.viewportSize()?.width ?? 0) < 640) {
      await page.keyboard.press('Escape');
      await page.getByRole('article').waitFor({ state: 'detached' });
    }
  }
  return taken.slice(1);
}

/** Goes on to the next message, which has been prepared meanwhile. */
export async function prepared(page: Page, { runs }: Wishes): Promise<number[]> {
  const taken: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    await page.waitForTimeout(lookedAt);
    taken.push(await untilShown(page, 'key', 0));
  }
  return taken.slice(1);
}

/** ms from the press until the frame with the next message's words in it has been painted. */
function untilShown(page: Page, how: 'click' | 'key', message: number): Promise<number> {
  return page.evaluate(
    async ({ how, message }) => {
      const frame = () => document.querySelector<HTMLIFrameElement>('iframe[title="Message body"]');
      const old = frame()?.contentDocument;
      const before = new URL(location.href).searchParams.get('message');
      const began = performance.now();
      if (how === 'click') document.querySelector<HTMLElement>(`#message-${message} a`)?.click();
      else window.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
      const there = () => {
        const now = frame()?.contentDocument;
        const moved = new URL(location.href).searchParams.get('message') !== before;
        const text = now && now !== old && now.readyState === 'complete' && now.body?.textContent;
        return moved && Boolean(text) && (frame()?.clientHeight ?? 0) > 0;
      };
      while (!there()) {
        await new Promise(requestAnimationFrame);
        if (performance.now() - began > 10_000) throw new Error('nothing was opened');
      }
      // This runs before the screen's frame is painted; a message to oneself comes after it.
      const painted = new MessageChannel();
      await new Promise((resolve) => {
        painted.port1.onmessage = resolve;
        painted.port2.postMessage(null);
      });
      return performance.now() - began;
    },
    { how, message },
  );
}
