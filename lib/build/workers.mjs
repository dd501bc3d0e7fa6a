import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import * as esbuild from 'esbuild';
import { inRoot, need, root } from './paths.mjs';

/**
 * Turbopack makes classic workers out of `new Worker(new URL(…))`, which trip over Trusted Types and over the service
 * worker, and publishes their sources. So esbuild makes real module workers, and the app learns their addresses from
 * the environment.
 */
const workers = [
  { name: 'sync', source: 'lib/sync/sync.worker.ts', variable: 'NEXT_PUBLIC_SYNC_WORKER' },
  { name: 'archive', source: 'lib/archive/archive.worker.ts', variable: 'NEXT_PUBLIC_ARCHIVE_WORKER' },
  { name: 'search', source: 'lib/search/search.worker.ts', variable: 'NEXT_PUBLIC_SEARCH_WORKER' },
  { name: 'junk', source: 'lib/junk/junk.worker.ts', variable: 'NEXT_PUBLIC_JUNK_WORKER' },
  { name: 'parse', source: 'lib/mail/parse.worker.ts', variable: 'NEXT_PUBLIC_PARSE_WORKER' },
  { name: 'pdf', source: 'lib/mail/pdf.worker.ts', variable: 'NEXT_PUBLIC_PDF_WORKER' },
];

/**
 * What pdf.js fetches when a document wants it: the codes of East Asian fonts, the fonts that a document may do without,
 * and decoders of scans (those in JavaScript: the workers' policy lets no WebAssembly run).
 */
const pdfParts = [
  { from: 'cmaps', to: 'cmaps', files: /\.bcmap$/ },
  { from: 'standard_fonts', to: 'fonts', files: /\.(?:pfb|ttf)$/ },
  { from: 'wasm', to: 'decoders', files: /^(?:openjpeg|jbig2)_nowasm_fallback\.js$/ },
];

/** Development builds live apart, so that a production build beside them does not sweep them away. */
const developmentFolder = 'dev';

/**
 * @param {boolean} development
 * @returns {esbuild.BuildOptions & { metafile: true }}
 */
const options = (development) => ({
  absWorkingDir: root,
  entryPoints: workers.map(({ name, source }) => ({ in: source, out: name })),
  entryNames: development ? '[name]' : '[name]-[hash]',
  chunkNames: 'chunk-[hash]',
  outdir: development ? `public/built/${developmentFolder}` : 'public/built',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2023',
  minify: !development,
  sourcemap: development ? 'inline' : false,
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': JSON.stringify(development ? 'development' : 'production') },
  tsconfig: 'tsconfig.json',
  metafile: true,
  logLevel: 'warning',
});

/** @param {string} path of an output, relative to the root @returns {string} its address */
const address = (path) =>
  `/${path
    .split(sep)
    .join('/')
    .replace(/^public\//, '')}`;

/** @param {esbuild.Metafile} metafile @returns {Record<string, string>} variable → address */
function environment(metafile) {
  return Object.fromEntries(
    workers.map(({ source, variable }) => {
      const output = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === source);
      if (!output) throw new Error(`esbuild made nothing of ${source}`);
      return [variable, address(output[0])];
    }),
  );
}

/**
 * The name of their folder carries the version, since they are kept for good.
 *
 * @param {string} folder
 */
async function copyPdfParts(folder) {
  const from = inRoot('node_modules/pdfjs-dist');
  const { version } = JSON.parse(await readFile(join(from, 'package.json'), 'utf8'));
  for (const part of pdfParts) {
    const source = join(from, part.from);
    const to = join(folder, `pdf-${version}`, part.to);
    await mkdir(to, { recursive: true });
    for (const name of (await readdir(source)).filter((each) => part.files.test(each))) {
      await cp(join(source, name), join(to, name));
    }
  }
}

/**
 * Builds the workers for production, with hashed names, in place of those of the build before.
 *
 * @returns {Promise<{ environment: Record<string, string>, addresses: string[] }>} what `next build` must be told, and
 *   the addresses of all files
 */
export async function buildWorkers() {
  for (const { source } of workers) need(source, 'it is the source of a worker');
  const folder = inRoot('public/built');
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (name !== developmentFolder) await rm(join(folder, name), { recursive: true });
  }
  await copyPdfParts(folder);
  const { metafile } = await esbuild.build(options(false));
  return { environment: environment(metafile), addresses: Object.keys(metafile.outputs).map(address).sort() };
}

/**
 * Builds the workers for development and again at every change.
 *
 * @returns {Promise<{ environment: Record<string, string>, stop: () => Promise<void> }>}
 */
export async function watchWorkers() {
  for (const { source } of workers) need(source, 'it is the source of a worker');
  await copyPdfParts(inRoot('public/built'));
  const context = await esbuild.context(options(true));
  const { metafile } = await context.rebuild();
  await context.watch();
  return { environment: environment(metafile), stop: () => context.dispose() };
}
