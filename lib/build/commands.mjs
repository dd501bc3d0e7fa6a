import { readdir } from 'node:fs/promises';
import { ensureBuild, makeBuild } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { develop } from './develop.mjs';
import { inRoot, need, tools, UserError } from './paths.mjs';
import { node, typescript } from './processes.mjs';
import { startProduction } from './start.mjs';

/** `npm run demo` @param {string[]} args */
export async function demo(args) {
  await ensureDependencies();
  await ensureBuild();
  need('lib/demo/demo.ts', 'it holds the demonstration');
  return typescript('lib/demo/demo.ts', args);
}

/** `npm start` @param {string[]} args */
export async function start(args) {
  if (args.length > 0) {
    throw new UserError('“start” takes no arguments.', 'Set HOST and PORT in the environment instead.');
  }
  return startProduction(async () => {
    await ensureDependencies();
    await ensureBuild();
  });
}

/** `npm run dev` @param {string[]} args passed on to `next dev` */
export async function dev(args) {
  await ensureDependencies();
  return develop(args);
}

/** `npm run build`: always, also when nothing changed. */
export async function build() {
  await ensureDependencies();
  await makeBuild();
  return 0;
}

/** `npm run check`: every step runs, so that one look shows all that is wrong. */
export async function check() {
  await ensureDependencies();
  let worst = 0;
  for (const args of [
    [tools.biome, 'check', '.'],
    [tools.next, 'typegen'],
    [tools.tsc, '--noEmit', '-p', '.'],
    // All files of a worker share one realm: a third of the time.
    [tools.vitest, 'run', '--project', 'unit', '--no-isolate'],
  ]) {
    worst = Math.max(worst, await node(args));
  }
  return worst;
}

/** `npm test` @param {string[]} args passed on to the suite */
export async function test(args) {
  await ensureDependencies();
  await ensureBuild();
  need('e2e/test.ts', 'it runs all tests');
  return typescript('e2e/test.ts', args);
}

/** What is measured or tortured by itself, so that no build is waited for. */
const withoutApp = new Set(['pop3', 'search', 'junk']);

/**
 * `npm run bench NAME`, `npm run torture NAME`, `npm run smoke NAME`
 *
 * @param {'bench' | 'torture' | 'smoke'} kind
 * @param {string[]} args the name, then what is passed on
 */
export async function named(kind, [name, ...args]) {
  const files = await readdir(inRoot('e2e', kind)).catch(() => []);
  const names = files
    .flatMap((file) => (/\.test\.ts$/.test(file) ? [] : (/^([\w-]+)\.ts$/.exec(file)?.[1] ?? [])))
    .sort();
  if (!name || !names.includes(name)) {
    const list = names.length > 0 ? `There are: ${names.join(', ')}.` : 'There are none yet.';
    throw new UserError(
      name ? `There is no “${name}” in e2e/${kind}.` : `npm run ${kind} NAME: which one?`,
      list,
    );
  }
  await ensureDependencies();
  if (!withoutApp.has(name)) await ensureBuild();
  return typescript(`e2e/${kind}/${name}.ts`, args);
}
