import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { corpusFolder, toCrlf } from '@/e2e/support/corpus';
import { htmlWords } from './htmlWords';
import { openMessage } from './open';

/** What Stalwart's mail parser gets out of a message, as its own tests have it: beside each message stands `NAME.json`. */
interface Reference {
  text_body: number[];
  html_body: number[];
  parts: { body: { Text?: string; Html?: string } | string }[];
}

const words = (text: string) =>
  text
    .normalize('NFC')
    .replace(/[\u200b\ufeff\ufffd]/g, '')
    .split(/\s+/)
    .filter(Boolean);

/** Where the two differ, and why. */
const differing = [
  // UTF-7: the web's decoders don't know it, because it lets letters be read as markup (WHATWG Encoding §4.2).
  ...['legacy/005.eml part 0', 'legacy/034.eml part 0'],
  // A part inside a part that names no boundary: the other shows its source as text.
  'malformed/021.eml part 1',
  // UTF-16 as it is, of which the line ends are made CRLF on the way, and an end that stands behind a word.
  ...['thirdparty/005.eml part 1', 'thirdparty/005.eml part 5'],
];

const folder = corpusFolder();
const base = folder && join(folder, 'stalwart-mail-parser');
const names = base
  ? (await readdir(base, { recursive: true })).filter((name) => name.endsWith('.eml')).sort()
  : [];

test.skipIf(!base)('what is read of a message is what another parser reads of it', async () => {
  let compared = 0;
  const other: string[] = [];
  for (const name of names) {
    const json = await readFile(join(base ?? '', name.replace(/\.eml$/, '.crlf.json')), 'utf8').catch(
      () => null,
    );
    if (json === null) continue;
    const { text_body, html_body, parts }: Reference = JSON.parse(json);
    const raw = toCrlf((await readFile(join(base ?? '', name))).toString('latin1'));
    const opened = await openMessage(Buffer.from(raw, 'latin1')).catch(() => null);
    const ours = new Set(
      words(`${opened?.text ?? ''} ${htmlWords(opened?.html ?? '')} ${opened?.html ?? ''}`),
    );
    compared += 1;
    for (const index of new Set([...text_body, ...html_body])) {
      const body = parts[index]?.body;
      if (typeof body !== 'object') continue;
      const theirs = words(body.Text ?? htmlWords(body.Html ?? ''));
      if (theirs.some((word) => !ours.has(word)))
        other.push(`${name.replace('resources/eml/', '')} part ${index}`);
    }
  }
  expect(compared).toBeGreaterThan(0);
  expect(other).toEqual(differing);
});
