import { readdirSync, readFileSync } from 'node:fs';
import { type BrowserContext, chromium } from '@playwright/test';
import { chromiumPath, quietFlags } from './browser';

/** Chromium on a profile of its own, for what has to outlive it. Files that tsx compiled may be sent into its pages. */
export async function openProfile(profile: string): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: [...quietFlags],
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
  });
  // The compiler marks functions with it, those that are sent into a page as well.
  await context.addInitScript('globalThis.__name = (value) => value');
  return context;
}

/** Nothing of an origin is left but its service worker and what that has cached. */
export async function wipeSite(context: BrowserContext, origin: string): Promise<void> {
  const [first, ...others] = context.pages();
  for (const page of others) await page.close();
  const page = first ?? (await context.newPage());
  const devtools = await context.newCDPSession(page);
  await page.goto('about:blank');
  const storageTypes = 'indexeddb,cookies,local_storage';
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes });
  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  await devtools.detach();
}

/** Processes of the browser on a profile: its first one, with which all others die, and those of its pages. */
export function profileProcesses(profile: string): { first: number; renderers: number[] } {
  let first: number | null = null;
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const commands = new Map<number, { words: string[]; parent: number }>();
  for (const pid of all) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/);
      const parent = Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
      commands.set(Number(pid), { words, parent });
      const ours = words.includes(`--user-data-dir=${profile}`);
      if (ours && !words.some((word) => word.startsWith('--type='))) first = Number(pid);
    } catch {
      // It has ended meanwhile.
    }
  }
  if (first === null) throw new Error('The browser’s process was not found.');
  const root = first;
  const below = (pid: number): boolean => {
    const parent = commands.get(pid)?.parent;
    return parent === root || (parent !== undefined && parent > 1 && below(parent));
  };
  const renderers = [...commands]
    .filter(([pid, { words }]) => words.includes('--type=renderer') && below(pid))
    .map(([pid]) => pid);
  return { first, renderers };
}

/** Peak of a process's resident set so far, MiB; 0 when it has ended. Linux alone tells it. */
export function peakMiB(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
