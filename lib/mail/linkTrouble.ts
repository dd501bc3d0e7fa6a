import { parse } from 'tldts';
import { cleanAddress } from './cleanAddress';
import { registrableDomain } from './domain';
import { deceivingLetters, readable } from './hostLetters';
import { hasHidden, plainLetters } from './letters';
import { type NamedSite, namedSites } from './namedSites';

/**
 * Why a link may not lead to where it seems to:
 * `site` its words name another site; `user` a user name in front of the real host looks like the host; `letters` the
 * host's letters look like others; `number` the host is a number; `odd` programs read the address in different ways;
 * `mail` it starts a message where its words name a site, or one with hidden recipients; `picture` it is a picture
 * alone, and leads away from the sender.
 */
export type LinkKind = 'site' | 'user' | 'letters' | 'number' | 'odd' | 'mail' | 'picture';

export interface LinkTrouble {
  kind: LinkKind;
  /** The site that the words name; empty where they name none. */
  shown: string;
  /** Where it really goes: a host, as people read it, or an address of mail. */
  real: string;
  /** The same in ASCII, where it is written differently. */
  ascii: string;
}

/** What is longer is cut somewhere, and may look like another host up to there. */
const longestAuthority = 1_000;

/**
 * Judges a link by its words and its address.
 *
 * @param text what is to be read of it, without markup
 * @param href as it stands in the message
 */
export function linkTrouble(text: string, href: string): LinkTrouble | null {
  const named = namedSites(text);
  // No honest address is longer, and what IDNA makes of a megabyte takes seconds.
  const address = cleanAddress(href).slice(0, 8_000);
  if (/^mailto:/i.test(address)) return mailTrouble(address, named);
  if (!/^(?:https?:|[\\/]{2})/i.test(address)) return null;
  const whole = /^[\\/]/.test(address) ? `https:${address}` : address;
  // Browsers take any number of slashes, of both kinds, for two.
  const authority = /^https?:[\\/]*([^/?#]*)/i.exec(whole)?.[1] ?? '';
  const url = authority.length > longestAuthority ? null : parsed(whole);
  const host = url?.hostname.replace(/\.$/, '') ?? '';
  const found = (kind: LinkKind): LinkTrouble => ({
    kind,
    shown: named[0]?.host ?? '',
    real: host === '' ? plainLetters(authority).slice(0, 200) : readable(host),
    ascii: host,
  });
  if (!url || host === '' || host.includes('..') || /\\/.test(authority) || hasHidden(authority))
    return found('odd');
  if (url.username || url.password) return found('user');
  if (deceivingLetters(host)) return found('letters');
  const goal = unwrapped(url)?.hostname ?? host;
  const other = named.find(({ host }) => !sameSite(host, goal));
  if (other) return { ...found('site'), shown: other.host, real: readable(goal), ascii: goal };
  return parse(host).isIp && plainLetters(authority.replace(/:\d*$/, '')) !== host ? found('number') : null;
}

/**
 * Whether a link that is only a picture leads away from its sender: it has no words that could be compared with where it
 * goes.
 *
 * @param sender the domain that the message comes from
 */
export function pictureLeadsAway(sender: string, href: string, isPicture: boolean): boolean {
  const url = isPicture ? parsed(cleanAddress(href).slice(0, 8_000)) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return false;
  return !sameSite(url.hostname, sender) && !sameSite((unwrapped(url) ?? url).hostname, sender);
}

function mailTrouble(address: string, named: readonly NamedSite[]): LinkTrouble | null {
  const fields = [...new URLSearchParams(address.split('?').slice(1).join('?')).keys()];
  const hiddenOnes = fields.some((field) => !/^(?:subject|body|in-reply-to)$/i.test(field));
  const [first] = named;
  if (!hiddenOnes && !first) return null;
  const real = plainLetters(address.slice('mailto:'.length).split('?')[0] ?? '').slice(0, 200);
  const domains = real.split(',').map((each) => each.slice(each.lastIndexOf('@') + 1).trim());
  const other = named.find(({ host }) => domains.some((domain) => !sameSite(host, domain.toLowerCase())));
  return hiddenOnes || other
    ? { kind: 'mail', shown: (other ?? first)?.host ?? '', real, ascii: real }
    : null;
}

function parsed(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

function sameSite(one: string, other: string): boolean {
  const [first, second] = [registrableDomain(one), registrableDomain(other)];
  return first === null || second === null ? one === other : first === second;
}

/** Services through which mail systems lead links, and where they keep the goal. */
const wrappers: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(^|\.)safelinks\.protection\.outlook\.com$/, ['url']],
  [/^(?:www\.)?google\.[a-z.]+$/, ['q', 'url']],
  [/^urldefense(?:\.proofpoint)?\.com$/, ['u']],
  [/^(?:l|lm)\.facebook\.com$/, ['u']],
  [/^(?:www\.)?linkedin\.com$/, ['url']],
  [/^linkprotect\.cudasvc\.com$/, ['a']],
];

/** The goal of a link that leads through a known service; null for all others. */
function unwrapped(url: URL): URL | null {
  const fields = wrappers.find(([host]) => host.test(url.hostname))?.[1] ?? [];
  for (const field of fields) {
    const goal = url.searchParams.get(field);
    const found = goal === null ? null : parsed(goal);
    if (found && /^https?:$/.test(found.protocol)) return found;
  }
  return null;
}
