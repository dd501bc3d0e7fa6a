import type { BrowserContext, Page } from '@playwright/test';
import { fillAccount, sendAccount, status } from '../../support/browser';
import { storedDigests } from '../../support/vault';

export interface RunWishes {
  origin: string;
  user: string;
  password: string;
  port: number;
  messages: number;
  /** SHA-256 by octets of what the server has. */
  digests: ReadonlySet<string>;
  /** How long all of it may take, seconds. */
  within: number;
  /** Called when everything is stored, before it is read back: to look at memory that the reading would add to. */
  stored?: () => void;
}

export interface MailboxRun {
  /** From the press on “Add account”, seconds: until the first message is on the disk, the newest 50 are, and all. */
  first: number;
  newest50: number;
  all: number;
  /** The longest task of the page's main thread meanwhile, ms; 0: none was over 50. */
  longestTask: number;
}

/**
 * A whole mailbox through the app: from the press on “Add account” until the last message is committed. Then every
 * stored byte is hashed again and compared. @throws Error when anything is missing or other than on the server
 */
export async function runMailbox(context: BrowserContext, wishes: RunWishes): Promise<MailboxRun> {
  const { origin, user, password, port, messages, digests, within } = wishes;
  const page = await context.newPage();
  await page.goto(`${origin}/mail`);
  await watch(page);
  await fillAccount(page, {
    ...{ address: `${user}@example.net`, username: user, password, host: 'localhost', port },
  });
  await sendAccount(page);
  const marks = await page.evaluate(
    ({ wanted, seconds }) =>
      new Promise<Marks>((resolve, reject) => {
        const { watched } = globalThis as unknown as { watched: Watched };
        const late = setTimeout(
          () => reject(new Error(`Only ${watched.stored} messages came in ${seconds} seconds.`)),
          seconds * 1_000,
        );
        watched.until(wanted, (result) => {
          clearTimeout(late);
          resolve(result);
        });
      }),
    { wanted: messages, seconds: within },
  );
  wishes.stored?.();
  await status(page).waitFor();
  const stored = await storedDigests(page);
  const right = stored.filter(({ claimed, actual }) => claimed === actual && digests.has(actual));
  if (new Set(right.map(({ actual }) => actual)).size !== messages || stored.length !== messages)
    throw new Error(`${right.length} of ${stored.length} stored messages are what the server has.`);
  const since = (at: number) => (at - marks.pressed) / 1_000;
  return {
    first: since(marks.first),
    newest50: since(marks.newest50),
    all: since(marks.all),
    longestTask: marks.longestTask,
  };
}

/** When, ms since 1970; but for the longest task, which is ms. */
type Marks = Record<'pressed' | 'first' | 'newest50' | 'all' | 'longestTask', number>;

interface Watched {
  stored: number;
  until(wanted: number, done: (marks: Marks) => void): void;
}

/** Listens in the page, as any tab does, to what the leader has committed; and to its main thread. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const marks = { pressed: 0, first: 0, newest50: 0, all: 0, longestTask: 0 };
    // The press itself: until it comes the driver looks where the button is, which is no time of ours.
    addEventListener(
      'click',
      ({ timeStamp }) => {
        marks.pressed = performance.timeOrigin + timeStamp;
      },
      { capture: true },
    );
    let check = () => {};
    const watched: Watched = {
      stored: 0,
      until(wanted, done) {
        check = () => {
          if (watched.stored < wanted || marks.all > 0) return;
          marks.all = Date.now();
          done(marks);
        };
        check();
      },
    };
    new BroadcastChannel('postbag-changes').addEventListener('message', ({ data }) => {
      if (data.kind !== 'messages') return;
      watched.stored += data.added;
      marks.first ||= Date.now();
      if (watched.stored >= 50) marks.newest50 ||= Date.now();
      check();
    });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) marks.longestTask = Math.max(marks.longestTask, duration);
    }).observe({ type: 'longtask' });
    Object.assign(globalThis, { watched });
  });
}
