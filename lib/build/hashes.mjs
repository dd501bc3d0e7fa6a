import { createHash } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scriptHashes } from './csp.mjs';
import { inRoot } from './paths.mjs';

/** @typedef {import('./headers.mjs').Rule} Rule */

/** Attribute values may hold `>`, so they are stepped over as a whole. */
const scripts = /<script\b((?:[^>"']|"[^"]*"|'[^']*')*)>([\s\S]*?)<\/script\s*>/gi;

/**
 * The CSP source expressions (CSP 3, section 6.7.3.3) of all inline scripts of a page. Data blocks are included: one
 * hash too many allows nothing that is not in our own page.
 *
 * @param {string} html
 * @returns {string[]} each as `'sha256-…'`, in the page's order, without repetitions
 */
export function inlineScriptHashes(html) {
  const found = new Set();
  for (const [, attributes = '', text = ''] of html.matchAll(scripts)) {
    if (/(?:^|\s)src\s*=/i.test(attributes.replace(/"[^"]*"|'[^']*'/g, '""'))) continue;
    found.add(`'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  }
  return [...found];
}

/** @param {string} folder @returns {Promise<string[]>} absolute paths of the HTML files in it */
async function htmlFiles(folder) {
  const names = await readdir(folder, { recursive: true }).catch(() => /** @type {string[]} */ ([]));
  return names
    .filter((name) => name.endsWith('.html'))
    .sort()
    .map((name) => join(folder, name));
}

/** @param {string} dist the build's folder */
export async function prerendered(dist) {
  return [...(await htmlFiles(join(dist, 'server/app'))), ...(await htmlFiles(join(dist, 'server/pages')))];
}

/** Where Next keeps the headers of a build: the standalone server has its own copy. */
const manifests = (/** @type {string} */ dist) => [
  join(dist, 'routes-manifest.json'),
  join(dist, 'standalone/.next/routes-manifest.json'),
];

/**
 * Changes the header rules of a built manifest. Written beside it and renamed, so that a server that starts at that
 * moment reads the old file or the new one.
 *
 * @param {string} dist
 * @param {(rules: Rule[]) => Rule[]} change
 * @returns {Promise<number>} how many manifests there were
 */
export async function patchManifests(dist, change) {
  let count = 0;
  for (const path of manifests(dist)) {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) continue;
    count += 1;
    const manifest = JSON.parse(text);
    const patched = JSON.stringify({ ...manifest, headers: change(manifest.headers) });
    if (patched === text) continue;
    await writeFile(`${path}.new`, patched);
    await rename(`${path}.new`, path);
  }
  return count;
}

/**
 * Puts the hashes where the placeholder stands.
 *
 * @param {Rule[]} rules
 * @param {string[]} hashes
 * @returns {Rule[]}
 */
export function withHashes(rules, hashes) {
  return rules.map((rule) => ({
    ...rule,
    headers: rule.headers.map(({ key, value }) => ({
      key,
      value: value.replace(scriptHashes, hashes.join(' ')),
    })),
  }));
}

/** @param {string} dist @returns {Promise<string>} the policy of the pages as the build's server will send it */
export async function builtPolicy(dist) {
  /** @type {{ headers: Rule[] }} */
  const { headers } = JSON.parse(await readFile(join(dist, 'routes-manifest.json'), 'utf8'));
  const rule = headers.find(({ source }) => source === '/:path*');
  return rule?.headers.find(({ key }) => key === 'Content-Security-Policy')?.value ?? '';
}

/**
 * Inline scripts of prerendered pages that the built policy would block: each would break its page.
 *
 * @param {string} [dist] the build's folder
 * @returns {Promise<string[]>} `page: hash`, empty when all is well
 */
export async function missingHashes(dist = inRoot('.next')) {
  const allowed = new Set((await builtPolicy(dist)).split(/[\s;]+/));
  const missing = [];
  for (const path of await prerendered(dist)) {
    for (const hash of inlineScriptHashes(await readFile(path, 'utf8'))) {
      if (!allowed.has(hash)) missing.push(`${path.slice(dist.length + 1)}: ${hash}`);
    }
  }
  return missing;
}
