import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What iron-session asks for at least, in characters. */
const shortest = 32;

/**
 * The bridge's sealing key, kept in `folder`/secret with mode 0600: made at the first start, so that a sign-in
 * outlives a restart of the demonstration. Throws when the file was spoilt by hand.
 */
export async function storedSecret(folder: string): Promise<string> {
  const file = join(folder, 'secret');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // `wx`: of two starts at the same moment one makes the key, and both use it.
  await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await chmod(file, 0o600);
  const secret = (await readFile(file, 'utf8')).trim();
  if (secret.length < shortest) {
    throw new Error(`${file} holds no usable key. Remove the file: the next start makes a new one.`);
  }
  return secret;
}
