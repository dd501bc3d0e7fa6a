import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import * as esbuild from 'esbuild';
import { builtPolicy } from './hashes.mjs';
import { inRoot, root } from './paths.mjs';

/** @typedef {{ url: string, revision: string | null }} Entry */

/** @param {(string | Buffer)[]} parts */
function revision(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 20);
}

/** @param {string} folder @returns {Promise<string[]>} paths relative to the folder, with slashes */
async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath ?? entry.path, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
    .sort();
}

/**
 * What the app needs to start without a server: the shell, its scripts and styles, the workers, icons and manifest.
 * Never mail, never `/api`.
 *
 * @param {string} dist
 * @param {string[]} workers addresses
 * @returns {Promise<Entry[]>}
 */
export async function precacheEntries(dist, workers) {
  const shell = await readFile(join(dist, 'server/app/mail.html'));
  const manifest = await readFile(join(dist, 'server/app/manifest.webmanifest.body'));
  // Chunks carry a hash of their contents in the name; the two manifests are for the old pages router alone.
  const chunks = (await filesIn(join(dist, 'static'))).filter((path) => !/Manifest\.js$|\.map$/.test(path));
  const icons = ['favicon.ico', ...(await filesIn(inRoot('public/icons'))).map((path) => `icons/${path}`)];
  return [
    // The cached response carries its policy: new hashes with an old policy would be a blank page.
    { url: '/mail', revision: revision(shell, await builtPolicy(dist)) },
    { url: '/manifest.webmanifest', revision: revision(manifest) },
    ...chunks.map((path) => ({ url: `/_next/static/${path}`, revision: null })),
    ...workers.map((url) => ({ url, revision: null })),
    ...(await Promise.all(
      icons.map(async (path) => ({
        url: `/${path}`,
        revision: revision(await readFile(inRoot('public', path))),
      })),
    )),
  ];
}

/**
 * Builds the service worker with the list in it, so that any change of the app is a change of its bytes.
 *
 * @param {Entry[]} entries
 */
export async function buildServiceWorker(entries) {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['components/pwa/serviceWorker.ts'],
    outfile: 'public/sw.js',
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2023',
    minify: true,
    legalComments: 'none',
    define: {
      'process.env.NODE_ENV': '"production"',
      PRECACHE_ENTRIES: JSON.stringify(entries),
    },
    logLevel: 'warning',
  });
}
