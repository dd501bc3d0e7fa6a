import { linksIn } from '@/components/reader/addressesIn';
import { htmlToText } from '@/components/reader/htmlToText';
import type { Link } from '@/components/reader/linkOf';
import { sentBy, troubleOf, warningsFor } from '@/components/reader/warnings';
import { corpusMessages } from '@/e2e/support/corpus';
import { fileName } from '@/lib/mail/fileName';
import { decodeEntities } from '@/lib/mail/htmlWords';
import { openMessage } from '@/lib/mail/open';
import { summarise } from '@/lib/mail/summarise';
import type { Envelope } from '@/lib/mail/types';
import { usualSenders } from '@/lib/store/known';
import { isSafe, type Spoof, spoofMail } from './spoofMail';

type Known = ReadonlyMap<string, ReadonlySet<string>>;

/** What the reader says of a message above its body. */
async function warningsOf(raw: Uint8Array, envelope: Envelope, known: Known): Promise<string[]> {
  const message = await openMessage(raw).catch(() => null);
  if (!message) return [];
  const links = message.html ? linksOf(message.html) : linksIn(message.text ?? '');
  return warningsFor({ envelope }, message, links, known).map(
    ({ about, kind, ...what }) => `${about} ${kind}: ${JSON.stringify(what)}`,
  );
}

/** Links of HTML with their words, as far as that can be had without a browser. */
function linksOf(html: string): Link[] {
  return [
    ...html.matchAll(/<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))[^>]*>(.{0,2000}?)<\/a>/gis),
  ].map(([, a, b, c, inner = '']) => ({
    text: htmlToText(inner),
    href: decodeEntities(a ?? b ?? c ?? ''),
    picture: /^\s*<img/i.test(inner) && htmlToText(inner) === '',
  }));
}

/** Collections of spam, phishing and attacks; everything else is taken for honest mail. */
const hostile =
  /^(?:rspamd|spamassassin\/t\/data\/(?:spam|phishing|dkim)|mox|vectors|dompurify)|\/spam|phish|junk|virus/i;
/** A message about a transfer of money to a stranger, among the fixtures of a parser. */
const scam = 'empty_group_lists.eml';

/** Over the honest mail of the corpus, as one mailbox: how many messages there are, and what is said of which. */
export async function falseAlarms(
  folder: string,
): Promise<{ messages: number; warned: Map<string, string[]> }> {
  const honest = (await corpusMessages(folder)).filter(
    ({ name }) => !hostile.test(name) && !name.endsWith(scam),
  );
  const messages = await Promise.all(
    honest.map(async (each) => ({ ...each, ...(await summarise(each.bytes, true)) })),
  );
  const known = usualSenders(messages.map(({ envelope }) => ({ envelope, folder: 'inbox' })));
  const warned = new Map<string, string[]>();
  for (const { name, bytes, envelope } of messages) {
    const said = await warningsOf(bytes, envelope, known);
    if (said.length > 0) warned.set(name, said);
  }
  return { messages: messages.length, warned };
}

/** Rows of the list of spoofs of which nothing is said, and harmless rows of which something is. */
export async function missedSpoofs(folder: string): Promise<{ rows: number; missed: string[] }> {
  const spoofs = await spoofMail(folder);
  const missed: string[] = [];
  for (const spoof of spoofs) {
    if (!(await isTold(spoof))) missed.push(`${spoof.about} ${spoof.row.slice(0, 80)}`);
  }
  return { rows: spoofs.length, missed };
}

async function isTold({ about, harmless, told, message: { bytes } }: Spoof): Promise<boolean> {
  const { envelope } = await summarise(bytes, true);
  const message = await openMessage(bytes);
  const links = linksOf(message.html ?? '');
  const warnings = warningsFor({ envelope }, message, links, new Map());
  const said = warnings.some((warning) => warning.about === about);
  switch (about) {
    case 'link':
      return (said || links.some((link) => troubleOf(link, 'news@bank.com', false) !== null)) !== harmless;
    case 'sender':
      // What the parser took the line end out of is only an odd name.
      if (!told) return said || !/[\r\n]/.test(envelope.from[0]?.name ?? '');
      return said || sentBy({ envelope }, message) !== '';
    case 'file':
      return (
        message.attachments.length > 0 &&
        message.attachments.every(({ name, type, bytes }) => isSafe(fileName(name, type, bytes))) &&
        (said || !told)
      );
  }
}
