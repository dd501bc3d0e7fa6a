import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { anyFreePort } from '@/lib/demo/ports';
import type { Browser, Command, Send } from './driver';

/** WebDriver's routes (W3C): what is asked of an element has its handle in the path. */
const routes: Record<Command, (id: string) => [method: 'GET' | 'POST', path: string]> = {
  Navigate: () => ['POST', 'url'],
  Refresh: () => ['POST', 'refresh'],
  ExecuteAsyncScript: () => ['POST', 'execute/async'],
  FindElements: () => ['POST', 'elements'],
  ElementClick: (id) => ['POST', `element/${id}/click`],
  ElementSendKeys: (id) => ['POST', `element/${id}/value`],
  TakeScreenshot: () => ['GET', 'screenshot'],
};

/** WebKitGTK's small browser over WebKitWebDriver, on a screen that nobody sees. */
export async function startWebkit(): Promise<Browser> {
  const screen = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [display] = (await once(screen.stdout, 'data')) as [Buffer];
  const port = await anyFreePort();
  const driver = spawn('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
    stdio: 'ignore',
    env: {
      ...process.env,
      DISPLAY: `:${display.toString().trim()}`,
      GDK_BACKEND: 'x11',
      LANG: 'C.UTF-8',
      LANGUAGE: 'en_US',
      // Its sandbox needs what a container does not give to root; it opens nothing but our own page.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      LIBGL_ALWAYS_SOFTWARE: '1',
      GSETTINGS_BACKEND: 'memory',
      NO_AT_BRIDGE: '1',
    },
  });
  const base = `http://127.0.0.1:${port}/session`;
  const session = await opened(base);
  const send: Send = async (command, { id, ...parameters }) => {
    const [method, path] = routes[command](String(id));
    return ask(`${base}/${session.sessionId}/${path}`, method, parameters);
  };
  await ask(`${base}/${session.sessionId}/timeouts`, 'POST', { script: 30_000, pageLoad: 60_000 });
  await ask(`${base}/${session.sessionId}/window/rect`, 'POST', { x: 0, y: 0, width: 1280, height: 900 });
  const { browserName, browserVersion } = session.capabilities;
  return {
    name: `${browserName} ${browserVersion}`,
    send,
    close: async () => {
      await ask(`${base}/${session.sessionId}`, 'DELETE', null).catch(() => {});
      await ended(driver);
      await ended(screen);
    },
  };
}

interface Session {
  sessionId: string;
  capabilities: { browserName: string; browserVersion: string };
}

/** A session, as soon as the driver takes requests. */
async function opened(base: string): Promise<Session> {
  const wishes = {
    capabilities: {
      alwaysMatch: { 'webkitgtk:browserOptions': { args: ['--automation'] } },
    },
  };
  for (const end = Date.now() + 30_000; ; ) {
    try {
      return (await ask(base, 'POST', wishes)) as Session;
    } catch (error) {
      // Refused connections alone pass by themselves.
      if (!(error instanceof TypeError) || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function ask(url: string, method: string, body: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    ...(method === 'POST' && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const { value } = (await answer.json()) as { value: unknown };
  if (answer.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`${error}: ${message}`);
}

async function ended(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const exit = once(program, 'exit');
  program.kill();
  await exit;
}
