import type { Socket } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import { type RunningApp, startApp } from './app';
import { addAccount, rows, status } from './browser';
import type { Manners } from './manners';
import { type ScriptedServer, startScripted } from './scripted';
import { checkedAt } from './vault';

/** A server that misbehaves, and a person who meets it through the browser and the built bridge. */

/** One server for all tests of a file, which calls this once: each test says what it is like, from the next connection on. */
export function oddServer() {
  const manners: Manners = {};
  let server: ScriptedServer;
  let app: RunningApp;
  let heardBefore = 0;

  // An action that finds nothing says so soon.
  test.use({ actionTimeout: 10_000 });
  test.describe.configure({ timeout: 30_000 });
  test.beforeAll(async () => {
    server = await startScripted(manners);
    app = await startApp({
      caFile: '',
      pop3Ports: [server.port],
      environment: { POSTBAG_ALLOW_PLAINTEXT: '1' },
    });
  });
  test.afterAll(async () => {
    await app?.stop();
    await server?.stop();
  });
  test.beforeEach(() => {
    heardBefore = server.transcript.length;
  });

  /** All that the server heard in this test. */
  const transcript = () => server.transcript.slice(heardBefore);
  /** Lines that begin so, in this test. */
  const heard = (verb: string) => transcript().filter((line) => line === verb || line.startsWith(`${verb} `));

  /** Signs in at a server that is like this. */
  async function open(page: Page, like: Manners): Promise<void> {
    Object.assign(manners, { greeting: like.greeting ?? '+OK ready', answers: like.answers ?? {} });
    await page.goto(app.origin);
    const person = { address: 'alice@example.com', username: 'alice', password: 'secret' };
    await addAccount(page, { ...person, host: 'localhost', port: server.port, security: 'None' });
  }

  const toMail = (page: Page) => page.goto(`${app.origin}/mail`);
  const toServerSettings = (page: Page) => page.goto(`${app.origin}/mail?settings=server`);

  return { manners, transcript, heard, open, toMail, toServerSettings };
}

/** A check by the button, to its end. */
export async function check(page: Page): Promise<void> {
  // Of a check that is under way the end would be taken for that of the one that is asked for here.
  await expect(status(page)).not.toContainText(/Checking…|Getting /);
  const before = await checkedAt(page);
  await page.getByRole('button', { name: 'Check mail', exact: true }).first().click();
  await expect.poll(() => checkedAt(page)).toBeGreaterThan(before);
}

export const settings = (page: Page) => page.getByRole('dialog');
export const subjects = (page: Page, ...names: string[]) =>
  Promise.all(names.map((name) => expect(rows(page).filter({ hasText: name })).toHaveCount(1)));
export const hangUp = (socket: Socket): null => {
  socket.end();
  return null;
};
export const listed = (...lines: string[]) => ['+OK', ...lines, '.'].join('\r\n');
