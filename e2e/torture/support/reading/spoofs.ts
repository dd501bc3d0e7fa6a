import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { htmlToText } from '@/components/reader/htmlToText';
import { corpusMessages } from '@/e2e/support/corpus';
import { fileName } from '@/lib/mail/fileName';
import { fileTrouble } from '@/lib/mail/fileTrouble';
import { linkTrouble, pictureLeadsAway } from '@/lib/mail/linkTrouble';
import { openMessage } from '@/lib/mail/open';
import { senderTroubles } from '@/lib/mail/senderTrouble';
import { summarise } from '@/lib/mail/summarise';

/** What the reader says of a message above its body, each warning by its kind. */
export async function warningsOf(raw: Uint8Array): Promise<string[]> {
  const { envelope } = await summarise(raw, true);
  const message = await openMessage(raw).catch(() => null);
  if (!message) return [];
  const facts = {
    from: envelope.from,
    replyTo: envelope.replyTo,
    headers: message.headers,
    known: new Map(),
  };
  return [
    ...senderTroubles(facts)
      .filter(({ kind }) => kind !== 'sender')
      .map(({ kind }) => `sender ${kind}`),
    ...linksOf(message.html ?? '').flatMap(([text, href]) => {
      const trouble = linkTrouble(text, href);
      return trouble ? [`link ${trouble.kind} ${trouble.shown} ${trouble.real}`] : [];
    }),
    ...message.attachments.flatMap(({ name, type, bytes }) => {
      const trouble = fileTrouble(name, type, bytes);
      return trouble ? [`file ${trouble} ${name}`] : [];
    }),
  ];
}

/** Links of HTML with their words, as far as that can be had without a browser. */
function linksOf(html: string): [text: string, href: string][] {
  return [
    ...html.matchAll(/<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))[^>]*>(.{0,2000}?)<\/a>/gis),
  ].map(([, a, b, c, inner]) => [htmlToText(inner ?? ''), (a ?? b ?? c ?? '').replaceAll('&amp;', '&')]);
}

/** Collections of spam, phishing and attacks; everything else is taken for honest mail. */
const hostile =
  /^(?:rspamd|spamassassin\/t\/data\/(?:spam|phishing|dkim)|mox|vectors|dompurify)|\/spam|phish|junk|virus/i;
/** A message about a transfer of money to a stranger, among the fixtures of a parser. */
const scam = 'empty_group_lists.eml';

/** Over the honest mail of the corpus: how many messages there are, and what is said of which. */
export async function falseAlarms(
  folder: string,
): Promise<{ messages: number; warned: Map<string, string[]> }> {
  const messages = (await corpusMessages(folder)).filter(
    ({ name }) => !hostile.test(name) && !name.endsWith(scam),
  );
  const warned = new Map<string, string[]>();
  for (const { name, bytes } of messages) {
    const said = await warningsOf(bytes);
    if (said.length > 0) warned.set(name, said);
  }
  return { messages: messages.length, warned };
}

interface Spoofs {
  links: { text: string; href: string; why: string }[];
  senders: string[];
  filenames: string[];
}

/** Rows of the list of spoofs of which nothing is said, and harmless rows of which something is. */
export async function missedSpoofs(folder: string): Promise<{ rows: number; missed: string[] }> {
  const path = join(folder, 'vectors/spoofing-and-files.json');
  const { links, senders, filenames }: Spoofs = JSON.parse(await readFile(path, 'utf8'));
  const missed: string[] = [];
  for (const { text, href, why } of links) {
    const harmless = /no warning|no false alarm/.test(why);
    // A picture has no words that could deceive; a press on it shows where it goes.
    const said = linkTrouble(text, href) !== null || pictureLeadsAway('bank.com', href, /^<img/.test(text));
    if (said === harmless) missed.push(`link ${text} → ${href} (${why})`);
  }
  for (const row of senders) {
    const raw = Buffer.from(`${fromRow(row)}\r\nTo: ada@lindgren.example\r\nSubject: x\r\n\r\nx\r\n`);
    const { envelope } = await summarise(raw, true);
    const { headers } = await openMessage(raw);
    const facts = { from: envelope.from, replyTo: envelope.replyTo, headers, known: new Map() };
    // What the parser took the line end out of is only an odd name.
    const defused = /LF encoded/.test(row) && !/[\r\n]/.test(envelope.from[0]?.name ?? '');
    if (senderTroubles(facts).length === 0 && !defused) missed.push(`sender ${row}`);
  }
  for (const row of filenames) {
    const { name, type, bytes } = fileRow(row);
    const clean = fileName(name, type);
    const safe = isSafe(clean) && (!risky.test(clean) || fileTrouble(name, type, bytes) !== null);
    const odd = /encrypted|served as|noext/.test(row) || /[\u202e\u0501]/.test(row);
    if (!safe || (odd && fileTrouble(name, type, bytes) === null)) missed.push(`file ${row.slice(0, 60)}`);
  }
  return { rows: links.length + senders.length + filenames.length, missed };
}

function fromRow(row: string): string {
  if (/^two From/.test(row)) return 'From: a@bank.com\r\nFrom: b@evil.test';
  if (/^Reply-To/.test(row)) return 'From: a@bank.com\r\nReply-To: b@evil.test';
  if (/^Sender/.test(row)) return 'From: a@bank.com\r\nSender: b@evil.test';
  if (/^name with LF/.test(row)) return `From: ${/=\?.*\?=/.exec(row)?.[0]} <x@evil.test>`;
  return /^From:/.test(row) ? row.replace(/ \(two addresses\)$/, '') : `From: ${row}`;
}

const activePage = Buffer.from('<html><script>x()</script><form>');

function fileRow(row: string): { name: string; type: string; bytes: Uint8Array } {
  const [, name = row, note = ''] = /^(.*?) ?\(([^)]*)\)$/s.exec(row) ?? [];
  const encrypted = Buffer.from('PK\x03\x04\x14\0\x01\0');
  const page = /html/.test(note) || /\.(?:s?html?|xhtml|svg|xml)$/.test(name);
  const word = /^=\?utf-8\?B\?(.*)\?=$/.exec(name)?.[1];
  return {
    name: word === undefined ? name : Buffer.from(word, 'base64').toString(),
    type: /html/.test(note) ? 'text/html' : 'application/octet-stream',
    bytes: note === 'encrypted' ? encrypted : page || word !== undefined ? activePage : Buffer.from(''),
  };
}

/** Kinds of which something must be said. */
const risky =
  /\.(?:exe|scr|bat|lnk|m?js|hta|iso|img|vhd|one|url|desktop|jar|ps1|docm|xlsm|chm|cpl|msi|appx|dmg|command|html?|xhtml|svgz?|xsl|mht)$/i;

/** A name that can be written to any disk as it is. */
function isSafe(name: string): boolean {
  return (
    /^(?!\.)[^/\\:*?"<>|\p{Cc}\p{Cf}]{1,180}$/u.test(name) &&
    !/[. ]$/.test(name) &&
    !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name)
  );
}
