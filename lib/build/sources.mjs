import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { inRoot, root } from './paths.mjs';

const folders = ['app', 'components', 'lib', 'public'];
const files = [
  'instrumentation-client.ts',
  'instrumentation.ts',
  'next.config.ts',
  'package-lock.json',
  'postcss.config.mjs',
  'tsconfig.json',
];

/** Made by the build itself, or no part of it. */
const ignored = /^public\/(?:built\/|sw\.js$)|^lib\/demo\/|\.test\.tsx?$/;

/** @param {string} base @param {string} folder @returns {Promise<string[]>} paths relative to base, with slashes */
async function filesIn(base, folder) {
  const entries = await readdir(join(base, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath ?? entry.path, entry.name)
        .slice(base.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((path) => !ignored.test(path));
}

/**
 * One hash over everything that a production build is made of: names and contents, but no times, so that a fresh
 * checkout of the same sources needs no new build.
 *
 * @param {string} [base] the project's root
 * @returns {Promise<string>} hexadecimal SHA-256
 */
export async function hashSources(base = root) {
  const paths = [
    ...files,
    ...(await Promise.all(folders.map((folder) => filesIn(base, folder)))).flat(),
  ].sort();
  const hash = createHash('sha256');
  for (const path of paths) {
    const contents = await readFile(join(base, path)).catch(() => null);
    if (!contents) continue;
    hash.update(`${path}\0${contents.length}\0`).update(contents);
  }
  return hash.digest('hex');
}

/** Written as the last step of a build: a build that was interrupted has none. */
export const stampPath = inRoot('.next/postbag-sources');
