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
 * Reads List-Unsubscribe. One click only as RFC 8058 wants it: an https address, the second header, and a DKIM signature
 * that the receiving server found valid and that covers both headers (§4): otherwise whoever writes a message could have
 * the bridge send a request to any address.
 *
 * @param found of the account's receiver; null where it is not known or said nothing
 */
export function unsubscribeOf(headers: readonly Header[], found: Authentication | null): Unsubscribe | null {
  const value = (name: string) => headers.filter((header) => header.name.toLowerCase() === name);
  const [list, second] = value('list-unsubscribe');
  // Two of them: which one is meant, a signature does not say.
  if (!list || second) return null;
  const addresses = [...list.value.slice(0, 4_000).matchAll(/<([^<>]*)>/g)].map(([, inner]) =>
    (inner ?? '').replace(/\s+/g, ''),
  );
  const https = addresses.find(isHttps);
  const posts = value('list-unsubscribe-post');
  const isOneClick = posts.length === 1 && /^\s*List-Unsubscribe=One-Click\s*$/i.test(posts[0]?.value ?? '');
  if (https !== undefined && isOneClick && isSigned(value('dkim-signature'), found)) {
    return { way: 'oneClick', address: new URL(https).href };
  }
  const page = https ?? addresses.find((address) => /^http:\/\/[^/@]+(?:\/|$)/i.test(address));
  if (page !== undefined) return { way: 'link', address: page };
  const mail = addresses.find((address) => /^mailto:[^?]+@/i.test(address));
  return mail === undefined ? null : { way: 'mail', address: mail };
}

function isHttps(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password, port } = new URL(address);
  return protocol === 'https:' && username === '' && password === '' && port === '';
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
