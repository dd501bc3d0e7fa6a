import { LinkifyIt } from 'linkify-it';
import type { Link } from './linkOf';

/** Finds web and mail addresses in text; bare names such as example.com only with www in front. */
const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: false });

/** Longer lines are data, not sentences. */
const maxLine = 20_000;

interface Found {
  index: number;
  end: number;
  url: string;
  text: string;
}

/** The web and mail addresses in a text, in their order. */
export function* addressesIn(text: string): Generator<Found> {
  let start = 0;
  for (const line of text.split('\n')) {
    if (line.length <= maxLine && /[:@]|www\./i.test(line)) {
      for (const match of linkify.match(line) ?? []) {
        if (match.schema === '' && !/^www\./i.test(match.text)) continue;
        if (!/^(?:https?:|mailto:)/i.test(match.url)) continue;
        yield { index: start + match.index, end: start + match.lastIndex, url: match.url, text: match.text };
      }
    }
    start += line.length + 1;
  }
}

/** Of a plain text so much is judged in advance; a press on any link is. */
const judged = 100_000;
const maxLinks = 1_000;

/** The links that a plain text becomes. They lead to what stands there, which can deceive by itself. */
export function linksIn(text: string): Link[] {
  const links: Link[] = [];
  for (const { text: words, url } of addressesIn(text.slice(0, judged))) {
    links.push({ text: words, href: url, picture: false });
    if (links.length === maxLinks) break;
  }
  return links;
}
