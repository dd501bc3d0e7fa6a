import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StoredMessage } from '@/lib/demo/maildrop';

/**
 * A folder of other people's test messages, as mail parsers collect them: `POSTBAG_CORPUS`, or `shared/corpus` beside
 * the project. It is no part of the project; tests that need it skip when it is not there.
 */
export function corpusFolder(): string | null {
  const folder =
    process.env.POSTBAG_CORPUS ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
  return existsSync(folder) ? folder : null;
}

/** Always mail, however broken. */
const mailExtensions = /\.(eml|msg|raw)$/i;
/** Mail if it begins like mail: collections keep word lists and expected results beside it. */
const perhapsMail = /(^|\/)[^./]+$|\.(txt|\d)$/i;
const beginsLikeMail = /^(?:From |[!-9;-~]+[ \t]*:)/;

/** Every file of the folder that is a message, each once, with CRLF line ends as a server would send it. */
export async function corpusMessages(folder: string): Promise<(StoredMessage & { name: string })[]> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
  const seen = new Set<string>();
  const messages: (StoredMessage & { name: string })[] = [];
  for (const name of names) {
    if (!mailExtensions.test(name) && !perhapsMail.test(name)) continue;
    const raw = (await readFile(join(folder, name))).toString('latin1');
    if (raw === '' || (!mailExtensions.test(name) && !beginsLikeMail.test(raw))) continue;
    const bytes = Buffer.from(toCrlf(raw), 'latin1');
    const uidl = uidlOfBytes(bytes);
    if (seen.has(uidl)) continue;
    seen.add(uidl);
    messages.push({ name, uidl, bytes });
  }
  return messages;
}

/** Under what name the corpus' server has these octets. */
export function uidlOfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 40);
}

/** LF alone becomes CRLF; a CR alone stays what it is. The text ends with a line end, as every message does. */
export function toCrlf(text: string): string {
  const lines = text.replace(/\r?\n/g, '\r\n');
  return lines.endsWith('\r\n') ? lines : `${lines}\r\n`;
}
