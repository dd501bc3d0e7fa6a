import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** A tab's history: steps back arrive when `arrive` is called, as in a browser they arrive later. */
class FakeHistory {
  entries: { url: string; state: unknown }[] = [{ url: '/mail?folder=inbox', state: null }];
  at = 0;
  pending = 0;
  get state() {
    return this.entries[this.at]?.state ?? null;
  }
  pushState(state: unknown, _: string, url: string) {
    this.entries.splice(this.at + 1, Number.POSITIVE_INFINITY, { url, state });
    this.at += 1;
  }
  replaceState(state: unknown, _: string, url: string) {
    this.entries[this.at] = { url, state };
  }
  back() {
    this.pending += 1;
  }
  arrive() {
    this.at -= this.pending;
    this.pending = 0;
    arrivals.dispatchEvent(new Event('popstate'));
  }
}

let history: FakeHistory;
let arrivals: EventTarget;
const queryOf = () => history.entries[history.at]?.url.replace('/mail', '') ?? '';

async function load() {
  vi.resetModules();
  return import('./useRoute');
}

beforeEach(() => {
  history = new FakeHistory();
  arrivals = new EventTarget();
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('history', history);
  vi.stubGlobal('addEventListener', arrivals.addEventListener.bind(arrivals));
  vi.stubGlobal('location', {
    get search() {
      return queryOf();
    },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('pressed twice, back goes back once', async () => {
  const { navigate, backToList } = await load();
  navigate({ message: 1 });
  backToList();
  backToList();
  history.arrive();
  expect(history.at).toBe(0);
  backToList();
  expect([history.at, history.pending, history.entries.length]).toEqual([0, 0, 2]);
  navigate({ message: 2 });
  backToList();
  history.arrive();
  expect(history.at).toBe(0);
});

test('a reload while reading changes nothing about back', async () => {
  (await load()).navigate({ message: 1 });
  const reloaded = await load();
  reloaded.navigate({ message: 2 }, 'replace');
  reloaded.backToList();
  history.arrive();
  expect([history.at, queryOf()]).toEqual([0, '?folder=inbox']);
});

test('back leads to the folder that the message was seen in', async () => {
  history.entries = [{ url: '/mail?folder=trash&message=5', state: null }];
  (await load()).backToList();
  expect(history.entries.map(({ url }) => url)).toEqual(['/mail?folder=trash']);
});

test('a message from a link gives its place to the list', async () => {
  history.entries = [{ url: '/mail?folder=inbox&message=5', state: null }];
  const { backToList, here } = await load();
  expect(here().message).toBe(5);
  backToList();
  expect(history.entries.map(({ url }) => url)).toEqual(['/mail?folder=inbox']);
});

test('the router of the page hears of no step, and leaves our entries alone', async () => {
  history.entries = [{ url: '/mail?folder=inbox', state: { __PRIVATE_NEXTJS_INTERNALS_TREE: 'its own' } }];
  const { navigate, backToList } = await load();
  const heard = vi.fn();
  arrivals.addEventListener('popstate', heard);
  navigate({ message: 1 });
  expect(history.state).toMatchObject({
    __NA: true,
    __PRIVATE_NEXTJS_INTERNALS_TREE: 'its own',
    fromList: true,
  });
  backToList();
  history.arrive();
  expect([history.at, heard.mock.calls.length]).toEqual([0, 0]);
});
