import { readFile } from 'node:fs/promises';
import type { Jail } from './jail';
import type { UserName } from './server';

const separator = 'From sender@example.org Sat Jan  3 10:00:00 2026\n';

/** Writes an mbox (RFC 4155): LF at the end of lines, and `>` before lines of the text that begin with `From `. */
export async function fillMbox(
  jail: Jail,
  path: string,
  user: UserName,
  messages: readonly Uint8Array[],
): Promise<void> {
  const parts = messages.map((message) => {
    const text = Buffer.from(message).toString('latin1').replaceAll('\r\n', '\n');
    return `${separator}${text.replace(/^From /gm, '>From ')}\n`;
  });
  await jail.write(path, Buffer.from(parts.join(''), 'latin1'), user, 0o600);
}

/** The messages between the separators, without the blank line before the next one. */
export async function storedInMbox(jail: Jail, path: string): Promise<Uint8Array[]> {
  const text = await readFile(jail.path(path), 'latin1');
  const parts = text.split(/^From .*\n/m).slice(1);
  return parts.map((part) => Buffer.from(part.replace(/\n\n$/, '\n'), 'latin1'));
}
