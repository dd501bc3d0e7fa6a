import { afterEach, beforeEach, expect, it, vi } from 'vitest';

vi.mock('serwist', () => ({
  NavigationRoute: class {},
  Route: class {},
  Serwist: class {
    createHandlerBoundToUrl() {}
    registerRoute() {}
    addEventListeners() {}
  },
}));

type Listener = (event: object) => void;
const tab = { focus: vi.fn(async () => {}), postMessage: vi.fn() };
const clients = { matchAll: vi.fn(async (): Promise<object[]> => [tab]), openWindow: vi.fn(async () => {}) };
let pressed: Listener;

beforeEach(async () => {
  vi.clearAllMocks();
  const listeners = new Map<string, Listener>();
  vi.stubGlobal('PRECACHE_ENTRIES', []);
  vi.stubGlobal('clients', clients);
  vi.stubGlobal('addEventListener', (kind: string, listener: Listener) => listeners.set(kind, listener));
  vi.resetModules();
  await import('./serviceWorker');
  pressed = listeners.get('notificationclick') ?? (() => {});
});
afterEach(() => vi.unstubAllGlobals());

/** Somebody presses a notification; resolves when all of it is done. */
async function press(data: { message: number | null } | null) {
  const close = vi.fn();
  let work: Promise<unknown> | undefined;
  const event = {
    notification: { data, close },
    waitUntil(this: unknown, done: Promise<unknown>) {
      expect(this).toBe(event);
      work = done;
    },
  };
  pressed(event);
  expect(close).toHaveBeenCalledOnce();
  expect(work).toBeDefined();
  await work;
}

it('a pressed notification opens its message in the tab that there is', async () => {
  await press({ message: 7 });
  expect(tab.focus).toHaveBeenCalledOnce();
  expect(tab.postMessage).toHaveBeenCalledWith({ kind: 'notification', message: 7 });
  expect(clients.openWindow).not.toHaveBeenCalled();
});

it('and in a new one where there is none', async () => {
  clients.matchAll.mockResolvedValueOnce([]);
  await press({ message: 7 });
  clients.matchAll.mockResolvedValueOnce([]);
  await press({ message: null });
  clients.matchAll.mockResolvedValueOnce([]);
  await press(null);
  expect(clients.openWindow.mock.calls).toEqual([['/mail?message=7'], ['/mail'], ['/mail']]);
  expect(tab.postMessage).not.toHaveBeenCalled();
});
