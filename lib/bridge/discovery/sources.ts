import 'server-only';
import { getDomain } from 'tldts';
import type { DiscoverySource, FoundServer, FoundSettings } from '@/lib/contract/discovery';
import type { Ground } from '../environment';
import { normaliseHost } from '../host';
import { Lifetime } from '../lifetime';
import { askWeb } from '../webFetch';
import { providerAt, serversOf } from './lookup';
import type { Provider } from './providers';
import { autodiscoverRequest, readAutoconfig, readAutodiscover, type Servers } from './settingsFile';
import { tryUsualNames } from './tried';

/** One search. */
export interface Search {
  /** As it was typed. */
  address: string;
  /** What stands behind its @, as A-labels in lower case. */
  domain: string;
  environment: Ground;
  lifetime: Lifetime;
  /** Who takes the domain's mail in. */
  hostedBy: Promise<MailHost | null>;
}

export interface MailHost {
  /** The first exchanger, lower case. */
  exchanger: string;
  /** Where it belongs to one that the table knows. */
  provider: Provider | null;
}

export async function mailHostOf(domain: string, { records, client }: Ground): Promise<MailHost | null> {
  const [first] = await records(domain, 'MX', client.site);
  const exchanger = first?.host.toLowerCase().replace(/\.$/, '');
  return exchanger ? { exchanger, provider: providerAt(exchanger) } : null;
}

/** Looks in one place. What fails there has found nothing. */
type Source = (search: Search) => Promise<FoundSettings[]>;

/** Settings files have a few kilobytes. */
const fileOctets = 128 * 1024;
const redirects = 3;

/** All but the table, in the order in which they are believed. */
export const sources: Readonly<Record<Exclude<DiscoverySource, 'table'>, Source>> = {
  async autoconfig(search) {
    const { domain, address } = search;
    return firstOf([
      file(
        search,
        `https://autoconfig.${domain}/mail/config-v1.1.xml?emailaddress=${encodeURIComponent(address)}`,
        'autoconfig',
      ),
      file(search, `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`, 'autoconfig'),
    ]);
  },
  async ispdb(search) {
    return fromDatabase(search, search.domain, 'ispdb');
  },
  async exchanger(search) {
    const host = await search.hostedBy;
    if (!host) return [];
    const { exchanger, provider } = host;
    const servers = provider && serversOf(provider, search.address);
    if (servers) return [{ ...servers, source: 'exchanger', from: provider.name }];
    const theirs = getDomain(exchanger);
    return theirs && theirs !== search.domain ? fromDatabase(search, theirs, 'exchanger') : [];
  },
  async srv(search) {
    const { domain, address } = search;
    const [tls, starttls, submissions, submission] = await Promise.all([
      services(search, '_pop3s._tcp', 'tls'),
      services(search, '_pop3._tcp', 'starttls'),
      services(search, '_submissions._tcp', 'tls'),
      services(search, '_submission._tcp', 'starttls'),
    ]);
    const [outgoing = null] = [...submissions, ...submission];
    return [...tls, ...starttls].map((incoming) => ({
      incoming: { ...incoming, username: address },
      outgoing: outgoing && { ...outgoing, username: address },
      source: 'srv',
      from: domain,
    }));
  },
  async autodiscover(search) {
    const { domain } = search;
    return firstOf([
      exchange(search, `https://autodiscover.${domain}/autodiscover/autodiscover.xml`),
      exchange(search, `https://${domain}/autodiscover/autodiscover.xml`),
    ]);
  },
  /** Without the address: everybody on the way reads along. */
  async plain_autoconfig(search) {
    const { domain } = search;
    return firstOf([
      file(search, `http://autoconfig.${domain}/mail/config-v1.1.xml`, 'plain_autoconfig'),
      file(search, `http://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`, 'plain_autoconfig'),
    ]);
  },
  async tried({ domain, address, environment, lifetime }) {
    const servers = await tryUsualNames(domain, address, environment, lifetime);
    return servers.map((incoming) => ({ incoming, outgoing: null, source: 'tried', from: incoming.host }));
  },
};

/** Of several places the first that has something; all are asked at once. */
async function firstOf(places: readonly Promise<FoundSettings[]>[]): Promise<FoundSettings[]> {
  for (const place of places) {
    const found = await place;
    if (found.length > 0) return found;
  }
  return [];
}

function file(search: Search, url: string, source: DiscoverySource): Promise<FoundSettings[]> {
  const asked = { method: 'GET', url, accept: 'text/xml, application/xml', redirects } as const;
  return ask(search, asked, readAutoconfig, source);
}

async function fromDatabase(
  search: Search,
  domain: string,
  source: DiscoverySource,
): Promise<FoundSettings[]> {
  const { ispdb } = search.environment.config;
  return ispdb ? file(search, `${ispdb.href}${domain}`, source) : [];
}

function exchange(search: Search, url: string): Promise<FoundSettings[]> {
  const body = { type: 'text/xml; charset=utf-8', text: autodiscoverRequest(search.address) };
  const asked = { method: 'POST', url, accept: 'text/xml', body, redirects: 0 } as const;
  return ask(search, asked, readAutodiscover, 'autodiscover');
}

async function ask(
  { address, environment, lifetime: whole }: Search,
  asked: Omit<Parameters<typeof askWeb>[0], 'purpose' | 'limit'>,
  read: (bytes: Uint8Array, address: string) => Servers[],
  source: DiscoverySource,
): Promise<FoundSettings[]> {
  const lifetime = new Lifetime(whole.signal);
  lifetime.phase(environment.limits.discoveryStepMs);
  try {
    const request = { ...asked, purpose: 'autoconfig', limit: fileOctets } as const;
    const { status, body } = await askWeb(request, environment, lifetime);
    if (status !== 200) return [];
    const from = new URL(asked.url).hostname;
    return read(body, address).map((servers) => ({ ...servers, source, from }));
  } catch {
    return [];
  } finally {
    lifetime.release();
  }
}

async function services(
  { domain, environment }: Search,
  service: string,
  security: FoundServer['security'],
): Promise<Omit<FoundServer, 'username'>[]> {
  const hosts = await environment.records(`${service}.${domain}`, 'SRV', environment.client.site);
  return hosts.flatMap(({ host, port }) => {
    const normal = normaliseHost(host);
    return normal?.kind === 'name' && port > 0 ? [{ host: normal.text, port, security }] : [];
  });
}
