import { randomBytes } from 'node:crypto';
import { tools } from './paths.mjs';
import { node } from './processes.mjs';
import { listenAddress } from './start.mjs';

/** Not 3000: a service worker that the demonstration left at that origin would go on showing its own build. */
const usualPort = 3100;

/**
 * `next dev` with the workers rebuilt at every change. Without a service worker: its cache would show yesterday's code.
 *
 * @param {string[]} args passed on to `next dev`
 */
export async function develop(args) {
  const { host, port } = listenAddress(process.env, usualPort);
  const { watchWorkers } = await import('./workers.mjs');
  const workers = await watchWorkers();
  try {
    return await node([tools.next, 'dev', '--hostname', host, '--port', String(port), ...args], {
      POSTBAG_ORIGIN: `http://${host === '127.0.0.1' ? 'localhost' : host}:${port}`,
      // A new one for each run: whoever wants to stay signed in over restarts sets one.
      POSTBAG_SECRET: randomBytes(32).toString('base64url'),
      ...pick(process.env, ['POSTBAG_ORIGIN', 'POSTBAG_SECRET']),
      ...workers.environment,
    });
  } finally {
    await workers.stop();
  }
}

/** @param {NodeJS.Dict<string>} env @param {string[]} names @returns {NodeJS.Dict<string>} those that are set */
const pick = (env, names) =>
  Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
