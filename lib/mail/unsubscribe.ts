import type { Authentication, Header } from './authentication';

/**
 * How to leave a mailing list (RFC 2369), in the way that asks least of the reader:
 * `oneClick` the bridge can tell the list's server (RFC 8058); `link` a page has to be opened; `mail` a message has to
 * be sent.
 */
export type Unsubscribe =
  | { way: 'oneClick'; address: string }
  | { way: 'link'; address: string }
  | { way: 'mail'; address: string };

/**
 * Reads List-Unsubscribe, of which only what a browser takes for an address counts. One click only as RFC 8058 wants it:
 * one https address without a port, the second header, and a DKIM signature that the receiving server found valid and that
 * covers both headers (§4): otherwise whoever writes a message could have the bridge send a request to any address.
 *
 * @param found of the account's receiver; null where it is not known or said nothing
 */
export function unsubscribeOf(headers: readonly Header[], found: Authentication | null): Unsubscribe | null {
  const value = (name: string) => headers.filter((header) => header.name.toLowerCase() === name);
  const lists = value('list-unsubscribe');
  const addresses = lists.flatMap(({ value }) =>
    [...value.slice(0, 4_000).matchAll(/<([^<>]*)>/g)].flatMap(([, inner]) => parsed(inner ?? '') ?? []),
  );
  const secure = addresses.filter(({ protocol }) => protocol === 'https:');
  const posts = value('list-unsubscribe-post');
  const isOneClick = posts.length === 1 && /^\s*List-Unsubscribe=One-Click\s*$/i.test(posts[0]?.value ?? '');
  const told = secure.find(({ port }) => port === '');
  // Of two headers it is not known which one the signature means.
  if (told && lists.length === 1 && isOneClick && isSigned(value('dkim-signature'), found)) {
    return { way: 'oneClick', address: told.href };
  }
  const page = secure[0] ?? addresses.find(({ protocol }) => protocol === 'http:');
  if (page) return { way: 'link', address: page.href };
  const mail = addresses.find(({ protocol }) => protocol === 'mailto:');
  return mail ? { way: 'mail', address: mail.href } : null;
}

/** An address that can be opened; null for what is none, for other kinds, and for the web with a user's name in it. */
function parsed(written: string): URL | null {
  const address = written.replace(/\s+/g, '');
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol === 'mailto:') return url.pathname.includes('@', 1) ? url : null;
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url : null;
}

/** A signature by a domain whose signatures the receiver found valid, all of them, that covers both headers. */
function isSigned(signatures: readonly Header[], found: Authentication | null): boolean {
  return signatures.some(({ value }) => {
    const tags = new Map(
      value
        .slice(0, 8_000)
        .split(';')
        .map((tag) => {
          const at = tag.indexOf('=');
          return [
            tag.slice(0, at).trim(),
            tag
              .slice(at + 1)
              .replace(/\s+/g, '')
              .toLowerCase(),
          ] as const;
        }),
    );
    const covered = (tags.get('h') ?? '').split(':');
    const verdicts = found?.dkim.filter(({ domain }) => domain === tags.get('d')) ?? [];
    return (
      covered.includes('list-unsubscribe') &&
      covered.includes('list-unsubscribe-post') &&
      verdicts.length > 0 &&
      verdicts.every(({ verdict }) => verdict === 'pass')
    );
  });
}
