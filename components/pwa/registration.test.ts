import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** A service worker container that does what the test tells it to. */
class Container extends EventTarget {
  controller: object | null = null;
  registration = Object.assign(new EventTarget(), {
    waiting: null as { postMessage: (data: unknown) => void } | null,
    installing: null as EventTarget | null,
    update: vi.fn(async () => {}),
  });
  register = vi.fn(async () => this.registration);

  /** A new worker was found and has been installed. */
  install(worker: { postMessage: (data: unknown) => void }): void {
    this.registration.installing = new EventTarget();
    this.registration.dispatchEvent(new Event('updatefound'));
    this.registration.waiting = worker;
    this.registration.installing.dispatchEvent(new Event('statechange'));
  }

  takeOver(): void {
    this.controller = {};
    this.dispatchEvent(new Event('controllerchange'));
  }
}

let container: Container;
const reload = vi.fn();
const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });

async function start(): Promise<typeof import('./registration')> {
  vi.resetModules();
  const module = await import('./registration');
  module.registerServiceWorker();
  await vi.waitFor(() => expect(container.register).toHaveBeenCalled(), 10_000);
  await container.register.mock.results[0]?.value;
  return module;
}

beforeEach(() => {
  container = new Container();
  reload.mockClear();
  vi.stubEnv('NODE_ENV', 'production');
  vi.stubGlobal('navigator', { serviceWorker: container });
  vi.stubGlobal('document', page);
  vi.stubGlobal('location', Object.assign(new URL('https://mail.example.org/mail'), { reload }));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

describe('a first visit', () => {
  it('is no update, and being taken charge of reloads nothing', async () => {
    const module = await start();
    container.install({ postMessage: vi.fn() });
    expect(module.isUpdateWaiting()).toBe(false);
    container.takeOver();
    expect(reload).not.toHaveBeenCalled();
  });
});

describe('a new version', () => {
  it('waits for the person, then every tab reloads', async () => {
    container.controller = {};
    const module = await start();
    const told = vi.fn();
    const changed = vi.fn();
    module.onUpdateWaiting(changed);
    expect(module.isUpdateWaiting()).toBe(false);

    container.install({ postMessage: told });
    expect(module.isUpdateWaiting()).toBe(true);
    expect(changed).toHaveBeenCalledOnce();
    expect(told).not.toHaveBeenCalled();
    expect(reload).not.toHaveBeenCalled();

    module.applyUpdate();
    expect(told).toHaveBeenCalledExactlyOnceWith({ type: 'SKIP_WAITING' });
    container.takeOver();
    expect(reload).toHaveBeenCalledOnce();
  });

  it('that already waits when the page is loaded is told of as well', async () => {
    container.controller = {};
    container.registration.waiting = { postMessage: vi.fn() };
    const module = await start();
    await vi.waitFor(() => expect(module.isUpdateWaiting()).toBe(true), 10_000);
  });
});

describe('registering', () => {
  it('happens once, for /sw.js, past the HTTP cache', async () => {
    const module = await start();
    module.registerServiceWorker();
    expect(container.register).toHaveBeenCalledExactlyOnceWith('/sw.js', {
      scope: '/',
      updateViaCache: 'none',
    });
  });

  it('does not happen in development', async () => {
    vi.stubEnv('NODE_ENV', 'development');
    vi.resetModules();
    (await import('./registration')).registerServiceWorker();
    expect(container.register).not.toHaveBeenCalled();
  });
});
