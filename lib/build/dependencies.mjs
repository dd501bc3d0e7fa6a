import { readFile } from 'node:fs/promises';
import { inRoot, UserError } from './paths.mjs';
import { run } from './processes.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockEntry */

/**
 * Says whether what is installed is what the lock file wants. npm writes `node_modules/.package-lock.json` as the
 * last step of an installation, so an interrupted one has none: it is the stamp, and needs no second one.
 * Optional packages of other platforms are in the lock file but never installed.
 *
 * @param {Record<string, LockEntry>} wanted `packages` of package-lock.json
 * @param {Record<string, LockEntry>} installed `packages` of node_modules/.package-lock.json
 */
export function sameDependencies(wanted, installed) {
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = installed[path];
    if (!found) {
      if (entry.optional) continue;
      return false;
    }
    if (found.version !== entry.version || found.integrity !== entry.integrity) return false;
  }
  return Object.keys(installed).every((path) => path in wanted);
}

/** @param {string} path @returns {Promise<Record<string, LockEntry> | null>} */
async function packages(path) {
  try {
    return JSON.parse(await readFile(inRoot(path), 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

/** Runs `npm ci` when node_modules is missing or is not what package-lock.json says. */
export async function ensureDependencies() {
  const wanted = await packages('package-lock.json');
  if (!wanted) throw new UserError('package-lock.json is missing or broken.', 'Restore it (git checkout).');
  const installed = await packages('node_modules/.package-lock.json');
  if (installed && sameDependencies(wanted, installed)) return;
  console.log('Installing the dependencies (npm ci) …');
  // `--include=dev`: the build needs them, and NODE_ENV=production would leave them out.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const npm = process.env.npm_execpath;
  const code = npm?.endsWith('.js')
    ? await run(process.execPath, [npm, ...args])
    : await run('npm', args, { shell: process.platform === 'win32' });
  if (code !== 0) {
    throw new UserError(
      'npm ci failed; its own words stand above.',
      'Check the network and the registry, then try again: nothing is half installed that the next try would not repair.',
    );
  }
}
