import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { isFree } from '@/lib/demo/ports';
import { expectOpened, rows, status } from './support/browser';

test.use({ serviceWorkers: 'allow' });

/** `npm run demo`, as a person meets it. */

const root = fileURLToPath(new URL('..', import.meta.url));
let demo: ChildProcess;
let printed = '';

test.beforeAll(async () => {
  test.setTimeout(120_000);
  demo = spawn(process.execPath, ['lib/build/run.mjs', 'demo', '--port', '3400', '--fresh-seconds', '3'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [demo.stdout, demo.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  await expect.poll(() => printed, { timeout: 110_000 }).toContain('Postbag is ready');
});
test.afterAll(async () => {
  if (demo.exitCode === null && demo.signalCode === null) {
    demo.kill('SIGKILL');
    await once(demo, 'exit');
  }
});

function address(): string {
  return /http:\/\/localhost:\d+/.exec(printed)?.[0] ?? '';
}

test('one click brings the sample mailbox; mail of many kinds opens; fresh mail arrives', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto(address());
  await page.getByRole('button', { name: 'Try the sample mailbox' }).click();
  await expect(rows(page).first()).toBeVisible();
  await expect(status(page)).toContainText(/\d+ messages here/, { timeout: 60_000 });
  const before = Number(/(\d+) messages here/.exec((await status(page).textContent()) ?? '')?.[1]);
  expect(before).toBeGreaterThanOrEqual(80);

  for (let index = 0; index < 8; index += 1) {
    await rows(page).nth(index).click();
    await expectOpened(page);
  }
  // A check may come just before the next message does: a person who waits for mail presses again.
  const check = page.getByRole('button', { name: 'Check mail' }).first();
  await expect
    .poll(
      async () => {
        await check.click();
        const text = (await status(page).textContent()) ?? '';
        return Number(/(\d+) messages here/.exec(text)?.[1] ?? 0);
      },
      { timeout: 20_000, intervals: [1_000] },
    )
    .toBeGreaterThan(before);
});

test('a signal ends both servers, and the command says that all is well', async () => {
  const ports = [...printed.matchAll(/(?:localhost:|port )(\d+)/g)].map(([, port]) => Number(port));
  expect(ports).toHaveLength(2);
  const exit = once(demo, 'exit');
  demo.kill('SIGTERM');
  expect((await exit)[0]).toBe(0);
  for (const port of ports) expect(await isFree(port)).toBe(true);
});
