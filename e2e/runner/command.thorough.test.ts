import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from './command';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'postbag-command-'));
});
afterEach(() => rm(cwd, { recursive: true }));

const node = (script: string, budget: number) =>
  runCommand([process.execPath, '-e', script], { cwd, budget, environment: { GREETING: 'hello' } });

test('gives the exit code and both outputs', async () => {
  const result = await node(
    'console.log(process.env.GREETING); console.error("ouch"); process.exitCode = 7',
    20,
  );
  expect(result).toMatchObject({ code: 7, late: false });
  expect(result.output).toContain('hello');
  expect(result.output).toContain('ouch');
});

test('a command past its budget is ended with all that it started', async () => {
  const result = await node(
    `const { pid } = require('child_process').spawn('sleep', ['600']);
     require('fs').writeFileSync('pid', String(pid));
     setInterval(() => {}, 1000)`,
    1,
  );
  expect(result).toMatchObject({ code: null, late: true });
  const pid = Number(await readFile(join(cwd, 'pid'), 'utf8'));
  await expect.poll(() => isRunning(pid)).toBe(false);
});

test('a program that is not there is a failure with a reason', async () => {
  const result = await runCommand(['/no/such/program'], { cwd, budget: 5 });
  expect(result.code).toBeNull();
  expect(result.output).toContain('ENOENT');
});

/** An ended process that nobody waited for is a zombie, and counts as ended. */
async function isRunning(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return state !== '' && !/\) [ZX] /.test(state);
}
