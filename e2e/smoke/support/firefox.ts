import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyFreePort } from '@/lib/demo/ports';
import { type Browser, type Send, uniqueName } from './driver';

/**
 * Firefox over Marionette, the protocol that geckodriver translates WebDriver into: the same commands as JSON, each
 * with its length before it. Debian has Firefox, and no geckodriver.
 */
export async function startFirefox(): Promise<Browser> {
  const profile = join(tmpdir(), uniqueName());
  const port = await anyFreePort();
  await mkdir(profile);
  await writeFile(
    join(profile, 'user.js'),
    [
      ['marionette.port', port],
      // Nothing is fetched, measured or reported while it runs.
      ['app.update.enabled', false],
      ['browser.shell.checkDefaultBrowser', false],
      ['datareporting.policy.dataSubmissionEnabled', false],
      ['network.captive-portal-service.enabled', false],
      ['network.connectivity-service.enabled', false],
      ['intl.accept_languages', 'en-US'],
    ]
      .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
      .join(''),
  );
  const program = spawn(
    'sh',
    ['-c', 'exec "$(command -v firefox-esr || command -v firefox)" "$@"', 'sh'].concat([
      ...['--headless', '--no-remote', '--marionette', '--profile', profile],
      ...['--width', '1280', '--height', '900'],
    ]),
    { stdio: 'ignore', env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1' } },
  );
  const ended = once(program, 'exit');
  const socket = await reached(port, () => program.exitCode !== null);
  const call = marionette(socket);
  const { capabilities } = (await call('WebDriver:NewSession', { strictFileInteractability: true })) as {
    capabilities: { browserName: string; browserVersion: string };
  };
  await call('WebDriver:SetTimeouts', { script: 30_000, pageLoad: 60_000 });
  const send: Send = async (command, parameters) => {
    const answer = await call(`WebDriver:${command}`, parameters);
    // Lists come bare, everything else in an object.
    return Array.isArray(answer) ? answer : (answer as { value: unknown }).value;
  };
  return {
    name: `${capabilities.browserName} ${capabilities.browserVersion}`,
    send,
    close: async () => {
      socket.destroy();
      program.kill();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The connection, as soon as the browser takes one. */
async function reached(port: number, gone: () => boolean): Promise<Socket> {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    if (gone()) throw new Error('Firefox ended before it could be spoken to.');
    const socket = connect(port, '127.0.0.1');
    const there = await Promise.race([
      once(socket, 'connect').then(
        () => true,
        () => false,
      ),
      once(socket, 'error').then(() => false),
    ]);
    if (there) return socket;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('Firefox did not open its port for Marionette.');
}

/** `LENGTH:[0, id, command, parameters]` there, `LENGTH:[1, id, error, result]` back; the first packet is a greeting. */
function marionette(socket: Socket): (command: string, parameters: unknown) => Promise<unknown> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let buffer = Buffer.alloc(0);
  let count = 0;
  socket.on('data', (data) => {
    buffer = Buffer.concat([buffer, data]);
    for (;;) {
      const colon = buffer.indexOf(':');
      const length = colon < 0 ? Number.NaN : Number(buffer.subarray(0, colon).toString());
      if (!(buffer.length >= colon + 1 + length)) return;
      const packet: unknown = JSON.parse(buffer.subarray(colon + 1, colon + 1 + length).toString());
      buffer = buffer.subarray(colon + 1 + length);
      if (!Array.isArray(packet)) continue;
      const [, id, error, result] = packet as [1, number, { error: string; message: string } | null, unknown];
      const job = waiting.get(id);
      waiting.delete(id);
      if (error) job?.reject(new Error(`${error.error}: ${error.message}`));
      else job?.resolve(result);
    }
  });
  const end = () => {
    for (const { reject } of waiting.values()) reject(new Error('The connection to Firefox ended.'));
    waiting.clear();
  };
  socket.on('close', end).on('error', end);
  return (command, parameters) =>
    new Promise((resolve, reject) => {
      count += 1;
      waiting.set(count, { resolve, reject });
      const text = Buffer.from(JSON.stringify([0, count, command, parameters]));
      socket.write(`${text.length}:`);
      socket.write(text);
    });
}
