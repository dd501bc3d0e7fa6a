import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { htmlWords } from '@/lib/mail/htmlWords';
import type { OpenedMessage } from '@/lib/mail/types';
import { corpusFolder, toCrlf } from './corpus';

/** What Stalwart's mail parser gets out of a message, as its own tests have it: beside each message stands `NAME.json`. */
interface Reference {
  text_body: number[];
  html_body: number[];
  parts: { body: { Text?: string; Html?: string } | string }[];
}

/** A message of the corpus, as a server sends it, and what another parser reads of it. */
export interface Referenced {
  name: string;
  bytes: Buffer;
  reference: Reference;
}

/** Where the two differ, and why; `more`: all that the other reads stands there as one piece, and something beside it. */
export const differing = [
  // UTF-7: the web's decoders don't know it, because it lets letters be read as markup (WHATWG Encoding §4.2).
  ...['legacy/005.eml text: other', 'legacy/034.eml text: other'],
  // Latin-1 that nothing declares: the other reads UTF-8 with broken letters.
  'legacy/052.eml text: other',
  // Parts that end without a boundary are files to the other, and so is what stands in two multiparts at once.
  ...['malformed/003.eml text: more', 'malformed/009.eml text: more'],
  // Multiparts that cannot be told apart: the body is shown as it stands.
  ...['malformed/004.eml text: more', 'malformed/016.eml text: other'],
  // A part inside a part that names no boundary: the other shows its source as text.
  ...['malformed/021.eml text: other', 'malformed/021.eml html: more'],
  // Base64 that is none: the other makes a file of it.
  'thirdparty/002.eml text: more',
  // UTF-16 as it is, of which the line ends are made CRLF on the way.
  'thirdparty/005.eml text: other',
].sort();

/** All messages that another parser's words are known of; none where there is no corpus. */
export async function referenced(): Promise<Referenced[]> {
  const folder = corpusFolder();
  if (folder === null) return [];
  const base = join(folder, 'stalwart-mail-parser');
  const names = (await readdir(base, { recursive: true })).filter((name) => name.endsWith('.eml')).sort();
  const all: Referenced[] = [];
  for (const name of names) {
    const json = await readFile(join(base, name.replace(/\.eml$/, '.crlf.json')), 'utf8').catch(() => null);
    if (json === null) continue;
    const bytes = Buffer.from(toCrlf((await readFile(join(base, name))).toString('latin1')), 'latin1');
    all.push({ name: name.replace('resources/eml/', ''), bytes, reference: JSON.parse(json) });
  }
  return all;
}

const words = (text: string) =>
  text
    .normalize('NFC')
    .replace(/[\u200b\ufeff\ufffd]/g, '')
    .split(/\s+/)
    .filter(Boolean);

/** In what the words that were read of a message differ from those that the other parser reads, as in `differing`. */
export function differences(
  { name, reference: { text_body, html_body, parts } }: Referenced,
  opened: Pick<OpenedMessage, 'text' | 'html'> | null,
): string[] {
  const bodies = [...new Set([...text_body, ...html_body])]
    .sort((one, two) => one - two)
    .flatMap((index) => parts[index]?.body ?? []);
  const theirs = (of: (body: { Text?: string; Html?: string }) => string) =>
    words(bodies.map((body) => (typeof body === 'object' ? of(body) : '')).join(' '));
  const found: string[] = [];
  for (const [kind, read, expected] of [
    ['text', words(opened?.text ?? ''), theirs(({ Text = '' }) => Text)],
    ['html', words(htmlWords(opened?.html ?? '')), theirs(({ Html = '' }) => htmlWords(Html))],
  ] as const) {
    const [one, two] = [read, expected].map((all) => ` ${all.join(' ')} `);
    if (one === two) continue;
    found.push(`${name} ${kind}: ${expected.length === 0 || one?.includes(two ?? '') ? 'more' : 'other'}`);
  }
  return found;
}
