import { copyFile, cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inlineScriptHashes, missingHashes, patchManifests, prerendered, withHashes } from './hashes.mjs';
import { inRoot, serverProgram, tools, UserError } from './paths.mjs';
import { node } from './processes.mjs';
import { hashSources, stampPath } from './sources.mjs';

const dist = inRoot('.next');
const standalone = join(dist, 'standalone');

/** Makes a production build unless there is one of the very same sources. */
export async function ensureBuild() {
  const stamp = await readFile(stampPath, 'utf8').catch(() => '');
  if (stamp !== '' && stamp === (await hashSources())) return;
  console.log('Building Postbag …');
  await makeBuild();
}

/**
 * workers → `next build` → hashes of the inline scripts into the policy → service worker → standalone → stamp
 *
 * @throws {UserError} when a step fails
 */
export async function makeBuild() {
  // Taken first: what changes while the build runs must lead to another build.
  const sources = await hashSources();
  await rm(stampPath, { force: true });
  // Imported late: esbuild is not there before the dependencies are.
  const { buildWorkers } = await import('./workers.mjs');
  const { buildServiceWorker, precacheEntries } = await import('./precache.mjs');

  const workers = await buildWorkers();
  const code = await node([tools.next, 'build'], { ...workers.environment, NODE_ENV: 'production' });
  if (code > 128) throw new UserError('The build was interrupted.', 'The next start begins it anew.');
  if (code !== 0) {
    throw new UserError('next build failed; its own words stand above.', 'Mend the sources and try again.');
  }
  await writeHashes();
  const entries = await precacheEntries(dist, workers.addresses);
  await buildServiceWorker(entries);
  await completeStandalone();
  await writeFile(stampPath, sources);
}

/** What the standalone output lacks: the files that browsers ask for, and the server that serves them. */
async function completeStandalone() {
  await cp(join(dist, 'static'), join(standalone, '.next/static'), { recursive: true });
  await cp(inRoot('public'), join(standalone, 'public'), {
    recursive: true,
    filter: (path) => path !== inRoot('public/built/dev'),
  });
  await copyFile(inRoot('lib/build/serve.mjs'), serverProgram);
  // Next's own entry would start without our limits and our way down.
  await rm(join(standalone, 'server.js'));
}

/** Every page must be static: a page made anew for each request has inline scripts that no hash can name. */
async function writeHashes() {
  const pages = Object.keys(await json('server/app-paths-manifest.json')).filter((path) =>
    path.endsWith('/page'),
  );
  const { routes } = await json('prerender-manifest.json');
  const dynamic = pages.map((path) => path.replace(/\/page$/, '') || '/').filter((path) => !(path in routes));
  if (dynamic.length > 0) {
    throw new UserError(
      `Not prerendered, so the Content Security Policy cannot hold its scripts: ${dynamic.join(', ')}.`,
      'Make the page static: no cookies(), headers() or searchParams on the server; useSearchParams inside Suspense.',
    );
  }
  const paths = await prerendered(dist);
  const hashes = new Set();
  for (const path of paths)
    for (const hash of inlineScriptHashes(await readFile(path, 'utf8'))) hashes.add(hash);
  await patchManifests(dist, (rules) => withHashes(rules, [...hashes].sort()));
  const missing = await missingHashes(dist);
  if (missing.length > 0) {
    throw new UserError(
      'The Content Security Policy would block scripts of our own pages:',
      missing.join('\n'),
    );
  }
}

/** @param {string} path inside the build */
const json = async (path) => JSON.parse(await readFile(join(dist, path), 'utf8'));
