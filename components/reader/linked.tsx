import type { ReactNode } from 'react';
import { addressesIn } from './addressesIn';

/** Text with its addresses as links. They lead to what stands there to be read, nowhere else. */
export function linked(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of addressesIn(text)) {
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
