import { expect, type Page, test } from '@playwright/test';
import { type RunningApp, startApp } from './support/app';
import { addAccount, allHere, isBlank, readAll } from './support/browser';
import { corpusFolder, corpusMessages, uidlOfBytes } from './support/corpus';
import { type MailServer, startMailServer } from './support/mailServer';
import { differences, differing, referenced } from './support/reference';
import { storedDigests, storedSubjects, storedUidls } from './support/vault';

test.use({ serviceWorkers: 'allow' });

/** Other people's worst mail: all of it is downloaded, listed and opened, and nothing hangs. */

const folder = corpusFolder();
test.skip(folder === null, 'There is no corpus: set POSTBAG_CORPUS to a folder of test messages.');

let server: MailServer;
let app: RunningApp;
const names = new Map<string, string>();

test.beforeAll(async () => {
  if (folder === null) return;
  const messages = await corpusMessages(folder);
  for (const { uidl, name } of messages) names.set(uidl, name);
  server = await startMailServer(messages);
  app = await startApp({ caFile: server.caFile, pop3Ports: [server.port] });
});
test.afterAll(async () => {
  await app?.stop();
  await server?.close();
});

/** Work of the page's own thread that took longer than 50 ms, ms. */
interface LongTask {
  id: string;
  duration: number;
}

/** What the browser's parser made of a message, and which octets it was given. */
interface Parsed {
  uidl: string;
  text: string | null;
  html: string | null;
}

/** Notes what the app's parser tells the reader, of each message that it opens. */
async function listenToTheParser(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const parsed: Promise<Parsed>[] = [];
    Object.assign(window, { parsed });
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (this: Worker, ...said: [{ id?: number; raw?: ArrayBuffer }]) {
      const [{ id, raw }] = said;
      if (raw) {
        // Before it is handed over.
        const digest = crypto.subtle.digest('SHA-256', raw.slice(0));
        this.addEventListener('message', ({ data }) => {
          if (data.id !== id || !data.opened) return;
          const { text, html } = data.opened;
          parsed.push(
            digest.then((bytes) => {
              const hex = [...new Uint8Array(bytes)].map((octet) => octet.toString(16).padStart(2, '0'));
              return { uidl: hex.join('').slice(0, 40), text, html };
            }),
          );
        });
      }
      postMessage.apply(this, said as unknown as Parameters<typeof postMessage>);
    };
  });
}

/** Whether a message has more than its header: not the lines alone that part its parts, and what these are of. */
function saysSomething(bytes: Uint8Array): boolean {
  const [, ...rest] = Buffer.from(bytes).toString('latin1').split('\r\n\r\n');
  return /\S/.test(rest.join('\r\n').replace(/^(?:--.*|[!-9;-~]+:.*)$/gm, ''));
}

test('every message of the corpus is stored byte for byte, listed, and opens within seconds', async ({
  page,
}) => {
  test.setTimeout(420_000);
  const count = server.maildrop.messages.length;
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(app.origin) && !/^(data|blob|about):/.test(request.url())) {
      troubles.push(`request to ${request.url()}`);
    }
  });
  await page.addInitScript(() => {
    const tasks: LongTask[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => {
      const id = new URLSearchParams(location.search).get('message');
      for (const { duration } of list.getEntries()) if (id) tasks.push({ id, duration });
    }).observe({ type: 'longtask' });
  });
  await listenToTheParser(page);
  await page.goto(app.origin);
  await addAccount(page, server.signIn);
  await allHere(page, count, 60_000);
  const stored = await storedDigests(page);
  expect(stored).toHaveLength(count);
  expect(stored.filter(({ claimed, actual }) => claimed !== actual)).toEqual([]);

  const subjects = await storedSubjects(page);
  const uidls = await storedUidls(page);
  const without: string[] = [];
  const hung = await readAll(page, subjects, 9_000, async (id) => {
    if (await isBlank(page)) without.push(uidls.get(id) ?? '');
  });
  const blank = server.maildrop.messages
    .filter(({ uidl, bytes }) => without.includes(uidl) && saysSomething(bytes))
    .map(({ uidl }) => names.get(uidl));
  const parsed = await page.evaluate(() =>
    Promise.all((window as unknown as { parsed: Promise<Parsed>[] }).parsed),
  );
  const byUidl = new Map(parsed.map((each) => [each.uidl, each]));
  const compared = await referenced();
  const otherWords = compared.flatMap((message) =>
    differences(message, byUidl.get(uidlOfBytes(message.bytes)) ?? null),
  );
  const tasks = await page.evaluate(() => (window as unknown as { tasks: LongTask[] }).tasks);
  const longest = tasks.toSorted((one, other) => other.duration - one.duration).slice(0, 3);
  console.log(
    JSON.stringify({
      ...{
        opened: subjects.size,
        texts_compared: compared.length,
        hung: hung.length,
        blank: blank.length,
        empty: without.length,
      },
      // How long the page answered nobody, with the message that was open then, or had just been left. Busy machines add to it.
      longest_task_ms: longest.map(
        ({ id, duration }) => `${Math.round(duration)} ${names.get(uidls.get(id) ?? '')}`,
      ),
      over_200_ms: tasks.filter(({ duration }) => duration > 200).length,
    }),
  );
  expect(blank).toEqual([]);
  expect(hung).toEqual([]);
  expect(troubles).toEqual([]);
  expect(compared.length).toBeGreaterThan(0);
  expect(otherWords.sort()).toEqual(differing);

  // The list is whole: its rows say how many there are, and the last one can be reached.
  await page.keyboard.press('u');
  const list = page
    .getByRole('grid', { name: 'Messages' })
    .or(page.getByRole('listbox', { name: 'Messages' }));
  await expect(list).toHaveAttribute('aria-rowcount', String(count));
});
