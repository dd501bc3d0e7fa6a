/**
 * What the receiving server says of junk: SpamAssassin (`X-Spam-Flag`, `-Status`, `-Level`), rspamd (`X-Spam`,
 * `X-Spamd-Result`, `X-Rspamd-Action`), Microsoft (`X-MS-Exchange-Organization-SCL`, `X-Forefront-Antispam-Report`),
 * Proofpoint, Barracuda, bogofilter, DSPAM, SpamBayes, CRM114, GMX and 1&1 (`X-GMX-Antispam`, `X-UI-Filterresults`), OVH,
 * Yandex, SpamExperts.
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
  'x-spam-verdict': (value) => word(value),
  // `default: False [3.20 / 15.00]; …`
  'x-spamd-result': (value) => yesOrNo(/^[\w-]{1,40}:\s*(true|false)\b/i.exec(value)?.[1] ?? ''),
  'x-rspamd-action': (value) => {
    const action = value.toLowerCase();
    if (/^(?:reject|add header|rewrite subject|quarantine)\b/.test(action)) return 'junk';
    return /^(?:no action|greylist)\b/.test(action) ? 'clean' : null;
  },
  // One star for each point; five are SpamAssassin's own limit.
  'x-spam-level': (value) => (/^\*{5}/.test(value) ? 'junk' : /^\**$/.test(value) ? 'clean' : null),
  'x-ms-exchange-organization-scl': (value) => confidence(value),
  'x-forefront-antispam-report': (value) => confidence(/\bSCL:(-?\d{1,2})\b/i.exec(value)?.[1] ?? ''),
  'x-proofpoint-spam-details': (value) => word(/\brule=(?:\w*_)?(spam|notspam)\b/i.exec(value)?.[1] ?? ''),
  'x-barracuda-spam-status': (value) => yesOrNo(value),
  'x-barracuda-spam-flag': (value) => yesOrNo(value),
  'x-bogosity': (value) => word(value),
  'x-dspam-result': (value) => word(value),
  'x-spambayes-classification': (value) => word(value),
  'x-crm114-status': (value) => word(value),
  'x-vr-spamstate': (value) => word(value),
  'x-spampanel-class': (value) => word(value),
  // `0 (Mail was not recognized as spam)`; everything else is a reason.
  'x-gmx-antispam': (value) => (/^0\b/.test(value) ? 'clean' : /^-?[1-9]/.test(value) ? 'junk' : null),
  'x-ui-filterresults': (value) =>
    /^junk:/i.test(value) ? 'junk' : /^notjunk:/i.test(value) ? 'clean' : null,
  'x-yandex-spam': (value) => (/^4\b/.test(value) ? 'junk' : /^1\b/.test(value) ? 'clean' : null),
};

/** The word by which a filter names its class. */
function word(value: string): Junk | null {
  if (/^(?:spam|junk)\b/i.test(value)) return 'junk';
  return /^(?:ham|clean|good|ok|innocent|notspam|whitelisted)\b/i.test(value) ? 'clean' : null;
}

/** Microsoft's Spam Confidence Level: from 5 on it is junk, up to 1 it is not. */
function confidence(value: string): Junk | null {
  if (!/^-?\d{1,2}$/.test(value)) return null;
  return Number(value) >= 5 ? 'junk' : Number(value) <= 1 ? 'clean' : null;
}

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
