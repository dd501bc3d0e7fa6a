/**
 * What the receiving server says of junk: `X-Spam-Flag`, `X-Spam-Status` (SpamAssassin), `X-Spam`, `X-Spamd-Result`,
 * `X-Rspamd-Action` (rspamd), `X-Spam-Verdict`.
 *
 * Anybody can write such a header, so that only the receiver's count:
 *
 * - Servers put theirs on top. What stands above the topmost `Received`, or above what the account's server is known to
 *   write of authentication (lib/mail/authentication.ts), was written after the message had arrived; all below may have
 *   come with it.
 * - A server that writes no `Received` would let a sender's header stand on top. So a name counts only when it stands
 *   there on nearly all of the account's mail, from many senders: no sender writes most of one's mail.
 */

export type Junk = 'junk' | 'clean';

type Header = { name: string; value: string };

const readers: Readonly<Record<string, (value: string) => Junk | null>> = {
  'x-spam-flag': (value) => yesOrNo(value),
  'x-spam-status': (value) => yesOrNo(value),
  'x-spam': (value) => yesOrNo(value),
  'x-spam-verdict': (value) =>
    /^spam\b/i.test(value) ? 'junk' : /^(?:ham|clean)\b/i.test(value) ? 'clean' : null,
  // `default: False [3.20 / 15.00]; …`
  'x-spamd-result': (value) => yesOrNo(/^[\w-]{1,40}:\s*(true|false)\b/i.exec(value)?.[1] ?? ''),
  'x-rspamd-action': (value) => {
    const action = value.toLowerCase();
    if (/^(?:reject|add header|rewrite subject|quarantine)\b/.test(action)) return 'junk';
    return /^(?:no action|greylist)\b/.test(action) ? 'clean' : null;
  },
};

function yesOrNo(value: string): Junk | null {
  if (/^(?:yes|true)\b/i.test(value)) return 'junk';
  return /^(?:no|false)\b/i.test(value) ? 'clean' : null;
}

/** Of so many domains at least, and of nearly all messages. */
const enoughDomains = 5;
const nearlyAll = 0.8;

/** The headers that stand where only the receiver can have put them. `trusted`: so many of its Authentication-Results. */
function receiversOwn(
  headers: readonly Header[],
  trusted: { server: string; headers: number } | null,
): Header[] {
  const isName = (name: string) => (header: Header) => header.name.toLowerCase() === name;
  const received = headers.findIndex(isName('received'));
  let end = received < 0 ? headers.length : received;
  const results = headers.findIndex(isName('authentication-results'));
  if (trusted && results >= 0) {
    const own = headers[results]?.value.trim().toLowerCase().split(/[\s;]/)[0] === trusted.server;
    if (own) end = Math.max(end, results);
  }
  return headers.slice(0, end);
}

/** Names of the headers by which the receiver tells junk on this message, in lower case. */
export function verdictNames(
  headers: readonly Header[],
  trusted: { server: string; headers: number } | null,
): string[] {
  const own = receiversOwn(headers, trusted).map(({ name }) => name.toLowerCase());
  return Object.keys(readers).filter((name) => own.includes(name));
}

/** Names that the account's server writes, by what its newest messages show. */
export function trustedNames(receipts: readonly { domain: string; headers: readonly string[] }[]): string[] {
  return Object.keys(readers).filter((name) => {
    const bearing = receipts.filter(({ headers }) => headers.includes(name));
    const domains = new Set(bearing.map(({ domain }) => domain));
    return domains.size >= enoughDomains && bearing.length >= nearlyAll * receipts.length;
  });
}

/** What the receiver says; null where it says nothing that counts. One that says junk is enough. */
export function serverVerdict(
  headers: readonly Header[],
  trusted: { server: string; headers: number } | null,
  names: readonly string[],
): Junk | null {
  const said = receiversOwn(headers, trusted).flatMap(({ name, value }) => {
    const key = name.toLowerCase();
    return names.includes(key) ? (readers[key]?.(value.trim()) ?? []) : [];
  });
  if (said.includes('junk')) return 'junk';
  return said.length > 0 ? 'clean' : null;
}
