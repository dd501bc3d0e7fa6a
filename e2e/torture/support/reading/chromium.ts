import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumPath, quietFlags } from '@/e2e/support/browser';
import { pageScript } from '@/e2e/support/pageScript';
import { hostsIn, loggedTo, vectorOf } from './netLog';
import type { Layers, Shown } from './page';
import type { Payload } from './payloads';

export interface Escapes {
  /** Ids of payloads whose script ran. */
  executed: string[];
  /** Ids (or hosts) of payloads that asked the network for something: a name, a connection, a request. */
  loaded: string[];
  /** Texts of dialogs. */
  dialogs: string[];
  /** Addresses that a click opened and that are neither the web's nor `mailto:`. */
  opened: string[];
}

/** Frames on the screen at a time. */
const batch = 90;

/**
 * Shows payloads in Chromium and tells what escaped. Three witnesses: a listener on which every name below `leak.test`
 * ends (HTTP, and bare connections); the browser's own network log, which has every name that was looked up and every
 * request, whether it got anywhere or not; and what the page saw.
 *
 * @param payloads made for the listener's port
 */
export async function escapes(
  payloadsFor: (port: number) => Promise<readonly Payload[]>,
  layers: Layers,
): Promise<Escapes & { payloads: number }> {
  const script = await pageScript('e2e/torture/support/reading/page.ts');
  const asked = new Set<string>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const host = request.headers.host ?? '';
    if (path === '/page')
      response
        .setHeader('content-type', 'text/html')
        .end('<!doctype html><link rel="icon" href="data:,"><body>');
    else if (path === '/quiet') response.end();
    else {
      asked.add(host.startsWith('127.0.0.1') ? `own: ${path}` : host);
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const folder = await mkdtemp(join(tmpdir(), 'postbag-torture-'));
  const log = join(folder, 'net.json');
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...quietFlags, ...loggedTo(log)],
  });
  const payloads = await payloadsFor(port);
  const found: Escapes = { executed: [], loaded: [], dialogs: [], opened: [] };
  try {
    const page = await browser.newPage();
    page.on('dialog', (dialog) => {
      found.dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(`http://127.0.0.1:${port}/page`);
    await page.evaluate(script);
    for (let at = 0; at < payloads.length; at += batch) {
      const some = payloads.slice(at, at + batch).map(({ html }) => html);
      const { fired, opened } = await page.evaluate(
        ([htmls, which]) =>
          (window as unknown as { show(htmls: string[], layers: Layers): Promise<Shown> }).show(htmls, which),
        [some, layers] as const,
      );
      found.executed.push(...fired.map((index) => payloads[index]?.id ?? String(index)));
      found.opened.push(...opened.filter((address) => !/^(?:https?:|mailto:)/i.test(address.trim())));
    }
  } finally {
    await browser.close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
  found.loaded = [...asked, ...(await hostsIn(log))].map(vectorOf);
  await rm(folder, { recursive: true });
  return {
    ...found,
    executed: [...new Set(found.executed)],
    loaded: [...new Set(found.loaded)],
    payloads: payloads.length,
  };
}
