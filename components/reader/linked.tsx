import { LinkifyIt } from 'linkify-it';
import type { ReactNode } from 'react';

/** Finds web and mail addresses in text; bare names such as example.com only with www in front. */
const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: false });

/** Longer lines are data, not sentences. */
const maxLine = 20_000;

/** Text with its addresses as links. They lead to what stands there to be read, nowhere else. */
export function linked(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of matches(text)) {
    if (!/^(https?:|mailto:)/i.test(match.url)) continue;
    if (match.index > from) parts.push(text.slice(from, match.index));
    parts.push(
      <a
        key={match.index}
        href={match.url}
        target="_blank"
        rel="noopener noreferrer"
        className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
      >
        {match.text}
      </a>,
    );
    from = match.end;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

interface Found {
  index: number;
  end: number;
  url: string;
  text: string;
}

function* matches(text: string): Generator<Found> {
  let start = 0;
  for (const line of text.split('\n')) {
    if (line.length <= maxLine && /[:@]|www\./i.test(line)) {
      for (const match of linkify.match(line) ?? []) {
        if (match.schema === '' && !/^www\./i.test(match.text)) continue;
        yield { index: start + match.index, end: start + match.lastIndex, url: match.url, text: match.text };
      }
    }
    start += line.length + 1;
  }
}
