import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { inRoot, root } from './paths.mjs';

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.Dict<string>} [env] added to our own environment
 * @property {boolean} [shell] only for `npm` on Windows, where it is a script
 */

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();
let listening = false;

/** Passes signals on, so that whoever stops us stops the server as well. */
function passSignalsOn() {
  if (listening) return;
  listening = true;
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP', 'SIGINT'])) {
    process.on(signal, () => {
      // Ctrl-C in a terminal reaches the whole process group: a second one from us would look like "now, at once".
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      for (const child of children) child.kill(signal);
    });
  }
}

/**
 * Runs a command with our own input and output.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>} its exit code; 128 + number when a signal ended it, as shells say it
 */
export function run(command, args, { env = {}, shell = false } = {}) {
  passSignalsOn();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      shell,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    });
    children.add(child);
    child.once('error', (error) => {
      children.delete(child);
      reject(error);
    });
    child.once('exit', (code, signal) => {
      children.delete(child);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/**
 * Runs a script of node_modules or of ours with this Node.
 *
 * @param {string[]} args
 * @param {NodeJS.Dict<string>} [env]
 */
export const node = (args, env = {}) => run(process.execPath, args, { env });

/**
 * Runs a TypeScript file. The condition makes `server-only` an empty module: outside Next there is no bundler that
 * would do it. Given as arguments, so that it does not leak into the processes which the script starts.
 *
 * @param {string} path relative to the root
 * @param {string[]} args
 * @param {NodeJS.Dict<string>} [env]
 */
export const typescript = (path, args, env = {}) =>
  node(['--conditions=react-server', '--import', 'tsx', inRoot(path), ...args], env);
