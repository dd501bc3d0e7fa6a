import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, CDPSession, Page } from '@playwright/test';
import { anyFreePort } from '@/lib/demo/ports';
import { type RunningApp, startApp } from '../../support/app';
import { type Dovecot, startDovecot } from '../../support/dovecot';
import { openProfile, profileProcesses, wipeSite } from '../../support/profile';
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
  #quota: CDPSession | null = null;

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
    return new Ground(dovecot, liar, mail, web, app, bridge, profile, await openProfile(profile));
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

  /** SIGKILL of the browser with all its tabs, if it lives, and a new one on the same profile. */
  async restartTheBrowser(): Promise<Page> {
    const pid = livingBrowser(this.profile);
    if (pid !== null) {
      const closed = new Promise((resolve) => this.#context.once('close', resolve));
      process.kill(pid, 'SIGKILL');
      await closed;
    }
    this.#context = await openProfile(this.profile);
    this.#quota = null;
    return this.newPage();
  }

  /** Between two rounds: nothing of the first is left in the browser, and no fault waits on the lines. */
  async wipe(): Promise<void> {
    for (const line of [this.web, this.mail]) {
      line.thaw();
      line.cut(Number.POSITIVE_INFINITY);
    }
    this.liar.lie = null;
    this.liar.told = 0;
    await this.leaveRoom(null);
    await wipeSite(this.#context, this.app.origin);
  }

  /** For so many octets; null: for as many as the disk has. Chromium forgets it with the session that asked for it. */
  async leaveRoom(octets: number | null): Promise<void> {
    await this.#quota?.detach();
    this.#quota = null;
    if (octets === null) return;
    const [blank] = this.#context.pages();
    if (!blank) throw new Error('The browser has no page.');
    this.#quota = await this.#context.newCDPSession(blank);
    const { origin } = this.app;
    await this.#quota.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: octets });
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

function livingBrowser(profile: string): number | null {
  try {
    return profileProcesses(profile).first;
  } catch {
    return null;
  }
}
