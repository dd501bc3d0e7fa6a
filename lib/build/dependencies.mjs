import { readFile } from 'node:fs/promises';
import { inRoot, UserError } from './paths.mjs';
import { run } from './processes.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockEntry */

/**
 * Says whether what is installed is what the lock file wants. npm writes `node_modules/.package-lock.json` as the
 * last step of an installation, so an interrupted one has none: it is the stamp, and needs no second one.
 * Optional packages are those of one platform each: the lock file may name more of them than are installed, or fewer.
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
  return Object.entries(installed).every(([path, entry]) => path in wanted || entry.optional);
}

/** @param {string} path @returns {Promise<Record<string, LockEntry> | null>} */
async function packages(path) {
  try {
    return JSON.parse(await readFile(inRoot(path), 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

/**
 * Installs what package-lock.json says, when it is not there yet. Not with `npm ci`: that one refuses a lock file which
 * does not name the optional packages of every platform, and a lock file written with a registry that lacks some of
 * them does not. `--no-save` keeps both package files as they are; versions and hashes are checked all the same.
 *
 * @throws {UserError} when npm fails
 */
export async function ensureDependencies() {
  const wanted = await packages('package-lock.json');
  if (!wanted) throw new UserError('package-lock.json is missing or broken.', 'Restore it (git checkout).');
  const installed = await packages('node_modules/.package-lock.json');
  if (installed && sameDependencies(wanted, installed)) return;
  console.log('Installing the dependencies …');
  // `--include=dev`: the build needs them, and NODE_ENV=production would leave them out.
  const args = ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const code = npm?.endsWith('.js')
    ? await run(process.execPath, [npm, ...args])
    : await run('npm', args, { shell: process.platform === 'win32' });
  if (code !== 0) {
    throw new UserError(
      'npm install failed; its own words stand above.',
      'Check the network and the registry, then try again: the next try repairs what this one left half done.',
    );
  }
}
