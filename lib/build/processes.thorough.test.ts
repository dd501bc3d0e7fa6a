import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { inRoot } from './paths.mjs';
import { node } from './processes.mjs';

describe('node', () => {
  it('answers the exit code', async () => {
    expect(await node(['-e', 'process.exit(3)'])).toBe(3);
  });

  it('hands the environment on, without telemetry', async () => {
    const code =
      "process.exit(process.env.GIVEN === 'x' && process.env.NEXT_TELEMETRY_DISABLED === '1' ? 0 : 1)";
    expect(await node(['-e', code], { GIVEN: 'x' })).toBe(0);
  });

  it('passes signals on and waits for the child’s own exit code', async () => {
    const child = `process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up')`;
    const parent = `
      import { node } from ${JSON.stringify(inRoot('lib/build/processes.mjs'))};
      process.exitCode = await node(['-e', ${JSON.stringify(child)}]);`;
    const running = spawn(process.execPath, ['--input-type=module', '-e', parent], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(running.stdout, 'data');
    running.kill('SIGTERM');
    expect(await once(running, 'exit')).toEqual([7, null]);
  });
});
