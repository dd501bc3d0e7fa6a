import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { demoOptions } from './options';
import { anyFreePort, isFree, nextFreePort } from './ports';
import { keepSampleState, sampleMaildrop, sampleState } from './sample';
import { storedSecret } from './secret';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postbag-demo-'));
});
afterEach(() => {
  vi.useRealTimers();
  return rm(folder, { recursive: true });
});

const day = 86_400_000;

test('a restart finds port and date again, so that a browser finds its mailbox again', async () => {
  const now = Date.now();
  expect(await sampleState(folder, now)).toEqual({ port: 0, dated: now });
  const port = await anyFreePort();
  await keepSampleState(folder, { port, dated: now });
  expect(await sampleState(folder, now + 13 * day)).toEqual({ port, dated: now });
  expect(await sampleState(folder, now + 15 * day)).toEqual({ port, dated: now + 15 * day });
});

test('a taken port and a spoilt file are passed over', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await vi.waitUntil(() => server.listening);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  await keepSampleState(folder, { port: address.port, dated: 5 });
  expect(await sampleState(folder, 10)).toEqual({ port: 0, dated: 5 });
  expect(await isFree(address.port)).toBe(false);
  expect(await nextFreePort(address.port)).toBeGreaterThan(address.port);
  server.close();
  for (const text of ['', 'null', '7', '{"port":"995","dated":1}', '{"port":80,"dated":1}']) {
    await writeFile(join(folder, 'sample.json'), text);
    expect(await sampleState(folder, 10)).toEqual({ port: 0, dated: 10 });
  }
});

test('fresh mail arrives at its interval until it is stopped, each message with a UIDL of its own', async () => {
  vi.useFakeTimers();
  const sample = await sampleMaildrop(new Date(), 60);
  const before = sample.maildrop.messages.length;
  expect(before).toBeGreaterThan(0);
  await vi.advanceTimersByTimeAsync(180_000);
  expect(sample.maildrop.messages).toHaveLength(before + 3);
  sample.stop();
  await vi.advanceTimersByTimeAsync(180_000);
  expect(sample.maildrop.messages).toHaveLength(before + 3);
});

test('the secret is made once, for the owner alone, and a spoilt one is not used', async () => {
  const secret = await storedSecret(folder);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(await storedSecret(folder)).toBe(secret);
  const file = join(folder, 'secret');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await writeFile(file, 'short');
  await expect(storedSecret(folder)).rejects.toThrow('Remove the file');
});

test('options come before the environment, and nonsense is refused with the usage', () => {
  expect(demoOptions([], {})).toEqual({ port: 3000, freshSeconds: 60 });
  expect(demoOptions([], { PORT: '3100' }).port).toBe(3100);
  expect(demoOptions(['--port', '3200', '--fresh-seconds=2'], { PORT: '3100' })).toEqual({
    port: 3200,
    freshSeconds: 2,
  });
  expect(() => demoOptions(['--port', '70000'], {})).toThrow('65535, not "70000"');
  expect(() => demoOptions(['--fresh-seconds', 'soon'], {})).toThrow('npm run demo');
  expect(() => demoOptions(['--fast'], {})).toThrow('--fast');
});
