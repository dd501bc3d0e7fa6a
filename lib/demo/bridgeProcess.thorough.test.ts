import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startBridge } from './bridgeProcess';
import { anyFreePort, isFree } from './ports';

let root: string;
let port: number;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'postbag-bridge-'));
  port = await anyFreePort();
});
afterEach(() => rm(root, { recursive: true }));

/** A folder that looks like the project, with a stand-in for the built server. */
async function project(server: string): Promise<void> {
  const folder = join(root, '.next', 'standalone');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'postbag.mjs'), server);
}

const answering = (status: number, more = '') => `
  import { createServer } from 'node:http';
  console.log('secret is ' + process.env.POSTBAG_SECRET);
  ${more}
  createServer((request, answer) => {
    answer.statusCode = request.url === '/api/health' ? ${status} : 404;
    answer.end();
  }).listen(Number(process.env.PORT), process.env.HOST);`;

let printed = '';
const start = (within = 10_000) => {
  printed = '';
  return startBridge({
    root,
    port,
    environment: { POSTBAG_SECRET: 'of the test' },
    output: (text) => {
      printed += text;
    },
    within,
  });
};

test('resolves when the bridge answers, with its settings, and stops it', async () => {
  await project(answering(200));
  const bridge = await start();
  expect(bridge.origin).toBe(`http://localhost:${port}`);
  expect(printed).toContain('secret is of the test');
  expect(await isFree(port)).toBe(false);
  await bridge.stop();
  expect(await bridge.ended).toBe('killed by SIGTERM');
  expect(await isFree(port)).toBe(true);
});

test('says that the build is missing', async () => {
  await expect(start()).rejects.toThrow('npm run build');
});

test('says how the bridge ended when it ends before it answers', async () => {
  await project('process.exit(3)');
  await expect(start()).rejects.toThrow('it ended at once (exit code 3)');
});

test('says what the bridge answers when it is not well, and leaves nothing running', async () => {
  await project(answering(500));
  await expect(start(4_000)).rejects.toThrow('answers 500');
  expect(await isFree(port)).toBe(true);
});
