import { registrableDomain } from '@/lib/mail/domain';
import { htmlWords } from '@/lib/mail/htmlWords';
import type { Junk } from '@/lib/mail/serverVerdict';
import type { Envelope, OpenedMessage } from '@/lib/mail/types';
import { tokens } from '@/lib/search/tokens';
import { formsOf } from './forms';
import { tradesIn } from './phrases';

/** Where a token stands in a message. Words of the subject are others than those of the body. */
export const kinds = [
  ...[
    'subject',
    'word',
    'sender',
    'senderUser',
    'senderDomain',
    'senderName',
    'replyDomain',
    'list',
    'mailer',
  ],
  ...['link', 'linkDomain', 'file', 'part', 'charset', 'form', 'server', 'trade', 'letters'],
] as const;

export interface Feature {
  kind: string;
  text: string;
}

/** Of longer texts the beginning is read: what somebody is to fall for stands there. */
const mostText = 60_000;
const mostLinks = 200;
/** Of links and addresses the hosts are tokens; their words would be `http` and `com`. */
const addresses = /\b(?:https?:\/\/|www\.)[^\s"'<>]+|[^\s"'<>@]{1,100}@[^\s"'<>@]{1,200}/gi;
/** However many words somebody puts around it, there is room for what else it is. */
const mostFeatures = { words: 2_000, all: 3_000 };

/**
 * What the filter learns from and judges by, each once. Where a message came through (Received), and what others have said
 * about it (X-Spam-…), is no part of it: a sender writes what he likes there.
 *
 * @param own addresses of the account, lower case
 * @param server the receiver's word, where it counts
 * @param filed the words in attached files
 */
export function featuresOf(
  envelope: Envelope,
  opened: OpenedMessage | null,
  own: readonly string[],
  server: Junk | null,
  filed = '',
): Feature[] {
  const found = new Map<string, Feature>();
  const add = (kind: string, text: string) => {
    if (text !== '' && found.size < mostFeatures.all) found.set(`${kind} ${text}`, { kind, text });
  };
  const words = (kind: string, text: string) =>
    tokens(text.slice(0, mostText).replace(addresses, ' '), (term) => {
      if (isTelling(term) && found.size < mostFeatures.words) add(kind, term);
    });
  words('subject', envelope.subject);
  const from = envelope.from[0];
  if (from) {
    const address = from.address.toLowerCase();
    add('sender', address);
    // SpamAssassin's Bayes has what stands before the @ beside the domain: `info` and `sales` write from anywhere.
    add('senderUser', address.replace(/@.*$/, ''));
    add('senderDomain', ownerOf(address));
    words('senderName', from.name);
    const reply = envelope.replyTo[0]?.address.toLowerCase();
    if (reply && ownerOf(reply) !== ownerOf(address)) add('replyDomain', ownerOf(reply));
  }
  if (server) add('server', server);
  const html = opened?.html ?? null;
  const seen = html === null ? '' : htmlWords(html);
  const body = opened ? `${opened.text ?? ''} ${seen}` : envelope.preview;
  words('word', body);
  words('word', filed);
  const said = `${envelope.subject} \n ${body}`;
  for (const [trade, count] of tradesIn(`${said} \n ${filed}`)) add('trade', `${trade} ${count}`);
  add('letters', lettersOf(said));
  for (const link of linksOf(html, opened?.text ?? null)) {
    add('link', link);
    add('linkDomain', registrableDomain(link) ?? '');
  }
  for (const { name, type } of opened?.attachments ?? []) {
    add('file', /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '');
    add('part', type.slice(0, 60));
  }
  headerFeatures(opened?.headers ?? [], add, words);
  for (const form of formsOf(envelope, opened, seen, own, filed)) add('form', form);
  return [...found.values()];
}

type Add = (kind: string, text: string) => void;

function headerFeatures(headers: OpenedMessage['headers'], add: Add, words: Add): void {
  for (const { name, value } of headers) {
    switch (name.toLowerCase()) {
      case 'list-id':
        add('list', /<([^<>]{1,200})>/.exec(value)?.[1]?.toLowerCase() ?? '');
        break;
      case 'x-mailer':
      case 'user-agent':
        words('mailer', value.slice(0, 60));
        break;
      case 'content-type':
        add('part', /^\s*([a-z]+\/[a-z0-9.+-]{1,60})/i.exec(value)?.[1]?.toLowerCase() ?? '');
        add('charset', /charset="?([a-z0-9_-]{1,40})/i.exec(value)?.[1]?.toLowerCase() ?? '');
        break;
    }
  }
}

/** Numbers are dates, prices and places in lists, and long rows of signs are names of machines: they say nothing of the next. */
const isTelling = (term: string): boolean =>
  term.length <= 24 && (term.length > 2 || term.charCodeAt(0) > 127) && !/^\d+$/.test(term);

const ownerOf = (address: string): string => {
  const host = address.replace(/^.*@/, '');
  return registrableDomain(host) ?? host;
};

/** Hosts of links, in HTML (`href="…"`) and in text. */
function linksOf(html: string | null, text: string | null): Set<string> {
  const hosts = new Set<string>();
  for (const source of [html, text]) {
    if (source === null) continue;
    for (const [, host = ''] of source
      .slice(0, 20 * mostText)
      .matchAll(/\bhttps?:\/{1,2}(?:[^\s/?#"'<>@]{0,100}@)?([^\s/?#"'<>:@\\]{1,253})/gi)) {
      hosts.add(host.toLowerCase().replace(/\.$/, ''));
      if (hosts.size >= mostLinks) return hosts;
    }
  }
  return hosts;
}

const scripts = ['Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Thai', 'Devanagari', 'Hangul'].map(
  (name) => [name, new RegExp(`\\p{Script=${name}}`, 'gu')] as const,
);

/** In which letters a text is written, other than Latin ones: those that a fifth of it has. Japanese is known by its kana. */
function lettersOf(text: string): string {
  const start = text.slice(0, 5_000);
  const all = start.match(/\p{L}/gu)?.length ?? 0;
  const share = (script: RegExp) => (start.match(script)?.length ?? 0) > Math.max(3, all / 5);
  if (share(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)) return 'Japanese';
  if (share(/\p{Script=Han}/gu)) return 'Chinese';
  return scripts.find(([, script]) => share(script))?.[0] ?? '';
}
