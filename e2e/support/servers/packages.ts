import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Packages and folders made from them stay here from run to run. */
const cache = join(tmpdir(), 'postbag-servers');

/**
 * A folder that holds nothing but the given Debian packages, unpacked and not installed: their maintainer scripts do
 * not run, and packages that conflict with each other or with the machine's do not meet. It is to be copied, not used.
 * @throws Error when a package cannot be had: the machine is no Debian bookworm, or has no package mirror.
 */
export function unpacked(name: string, packages: readonly string[]): Promise<string> {
  const folder = turn.then(() => unpack(name, packages));
  turn = folder.catch(() => {});
  return folder;
}

/** One after another: servers that start side by side share most of their packages. */
let turn: Promise<unknown> = Promise.resolve();

async function unpack(name: string, packages: readonly string[]): Promise<string> {
  await privateFolder(cache);
  const pool = join(cache, 'packages');
  const archives = await download(pool, packages);
  const folder = join(
    cache,
    `${name}-${createHash('sha256').update(archives.join()).digest('hex').slice(0, 12)}`,
  );
  if (await exists(folder)) return folder;
  const partial = `${folder}.${process.pid}`;
  await mkdir(partial);
  try {
    for (const archive of archives) await run('dpkg', ['-x', join(pool, archive), partial]);
    await chmod(partial, 0o755);
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

/** The files of the packages in the pool, fetched where they are not there yet. */
async function download(pool: string, packages: readonly string[]): Promise<string[]> {
  await mkdir(pool, { recursive: true });
  const missing = async () => {
    const files = await readdir(pool);
    return packages.filter((name) => !files.some((file) => file.startsWith(`${name}_`)));
  };
  const wanted = await missing();
  if (wanted.length > 0) {
    // Elsewhere first: an interrupted download must not lie in the pool.
    const partial = await mkdtemp(join(cache, 'download-'));
    const sandbox = ['-o', 'APT::Sandbox::User=root'];
    const fetch = () => run('apt-get', [...sandbox, 'download', ...wanted], { cwd: partial });
    try {
      // A fresh machine has no package lists, an old one has lists of files that are gone.
      await fetch().catch(async () => {
        await run('apt-get', ['update']);
        await fetch();
      });
      for (const file of await readdir(partial)) await rename(join(partial, file), join(pool, file));
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  }
  const still = await missing();
  if (still.length > 0) throw new Error(`apt-get did not download: ${still.join(' ')}`);
  const files = await readdir(pool);
  return files.filter((file) => packages.some((name) => file.startsWith(`${name}_`))).sort();
}

/** Root is going to run what lies here: nobody else may have put it there. */
async function privateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = await stat(folder);
  if (uid !== process.getuid?.() || (mode & 0o022) !== 0) {
    throw new Error(`${folder} belongs to somebody else, or others may write to it. Remove it.`);
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
