import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Jail } from './jail';
import type { UserName } from './server';

/**
 * Fills `~/Maildir` as a delivery agent on Unix does, with LF at the end of lines: Courier and solid-pop3d make CRLF of
 * every LF, and CR CRLF of a CRLF. The time in the file's name gives the order.
 */
export async function fillMaildir(
  jail: Jail,
  user: UserName,
  messages: readonly Uint8Array[],
): Promise<void> {
  for (const part of ['', '/cur', '/new', '/tmp'])
    await jail.folder(`/home/${user}/Maildir${part}`, user, 0o700);
  for (const [index, message] of messages.entries()) {
    const name = `${1_700_000_000 + index}.M${index}.localhost`;
    const lines = Buffer.from(message).toString('latin1').replaceAll('\r\n', '\n');
    await jail.write(`/home/${user}/Maildir/new/${name}`, Buffer.from(lines, 'latin1'), user, 0o600);
  }
}

/** The messages of a Maildir, in the order in which they were filled in. */
export async function storedInMaildir(maildir: string): Promise<Uint8Array[]> {
  const files: { name: string; path: string }[] = [];
  for (const part of ['cur', 'new']) {
    const folder = join(maildir, part);
    for (const name of await readdir(folder)) files.push({ name, path: join(folder, name) });
  }
  files.sort((one, other) => (one.name < other.name ? -1 : 1));
  // Between listing and reading, a server may remove what was deleted.
  const read = await Promise.all(files.map(({ path }) => readFile(path).catch(() => null)));
  return read.filter((bytes) => bytes !== null);
}
