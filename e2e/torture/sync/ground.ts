import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { anyFreePort } from '@/lib/demo/ports';
import { type RunningApp, startApp } from '../../support/app';
import { chromiumPath, quietFlags } from '../../support/browser';
import { type Dovecot, startDovecot } from '../../support/dovecot';
import { type RunningProxy, startProxy } from '../../support/proxy';
import { type Liar, startLiar } from './liar';

export const password = 'torture secret';
/** Fast enough for quick rounds, slow enough for a fault to fall into the middle of one, octets a second. */
const rate = 6_000_000;

/**
 * What all rounds stand on, with every line between two of them in our hands:
 *
 *     Chromium ── web ──► bridge ── mail ──► liar ──► Dovecot
 */
export class Ground {
  app: RunningApp;
  #context: BrowserContext;

  private constructor(
    readonly dovecot: Dovecot,
    readonly liar: Liar,
    readonly mail: RunningProxy,
    readonly web: RunningProxy,
    app: RunningApp,
    private readonly restartBridge: () => Promise<RunningApp>,
    private readonly profile: string,
    context: BrowserContext,
  ) {
    this.app = app;
    this.#context = context;
  }

  static async start(users: number): Promise<Ground> {
    const names = Array.from({ length: users }, (_, index) => [userOf(index), password] as const);
    const dovecot = await startDovecot({ users: Object.fromEntries(names) });
    const liar = await startLiar({ host: dovecot.host, port: dovecot.popPort }, dovecot.certificate);
    const mail = await startProxy({ target: { host: '127.0.0.1', port: liar.port }, rate });
    const port = await anyFreePort();
    const web = await startProxy({ target: { host: '127.0.0.1', port }, rate });
    const bridge = () => startApp({ caFile: dovecot.ca, pop3Ports: [mail.port], port, publicPort: web.port });
    const app = await bridge();
    const profile = await mkdtemp(join(tmpdir(), 'postbag-torture-'));
    return new Ground(dovecot, liar, mail, web, app, bridge, profile, await openBrowser(profile));
  }

  get context(): BrowserContext {
    return this.#context;
  }

  async newPage(): Promise<Page> {
    const page = await this.#context.newPage();
    await page.goto(`${this.app.origin}/mail`);
    return page;
  }

  /** SIGKILL and a new start. */
  async restartTheBridge(): Promise<void> {
    await this.app.kill();
    this.app = await this.restartBridge();
  }

  /** SIGKILL of the browser with all its tabs, and a new one on the same profile. */
  async restartTheBrowser(): Promise<Page> {
    const pid = browserProcess(this.profile);
    const closed = new Promise((resolve) => this.#context.once('close', resolve));
    process.kill(pid, 'SIGKILL');
    await closed;
    this.#context = await openBrowser(this.profile);
    return this.newPage();
  }

  /** Between two rounds: nothing of the first is left in the browser. */
  async wipe(): Promise<void> {
    const [first, ...others] = this.#context.pages();
    for (const page of others) await page.close();
    const page = first ?? (await this.#context.newPage());
    const devtools = await this.#context.newCDPSession(page);
    await page.goto('about:blank');
    await devtools.send('Storage.clearDataForOrigin', {
      origin: this.app.origin,
      storageTypes: 'indexeddb,cookies,local_storage',
    });
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: this.app.origin });
    await devtools.detach();
  }

  async stop(): Promise<void> {
    await this.#context.close().catch(() => {});
    await this.app.stop();
    for (const each of [this.web, this.mail, this.liar]) await each.close();
    await this.dovecot.stop();
    await rm(this.profile, { recursive: true, force: true });
  }
}

export const userOf = (round: number): string => `u${round}`;

async function openBrowser(profile: string): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: [...quietFlags],
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
  });
  // The compiler that runs these files marks functions with it, those that are sent into a page as well.
  await context.addInitScript('globalThis.__name = (value) => value');
  return context;
}

/** The browser's first process on a profile: the others die with it. */
function browserProcess(profile: string): number {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      const ours = words.some((word) => word === `--user-data-dir=${profile}`);
      if (ours && !words.some((word) => word.startsWith('--type='))) return Number(pid);
    } catch {
      // It has ended meanwhile.
    }
  }
  throw new Error('The browser’s process was not found.');
}
