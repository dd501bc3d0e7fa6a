import 'server-only';
import type { FoundServer, ProviderNote } from '@/lib/contract/discovery';
import { type Provider, providers } from './providers';

/** Of an address's domain, lower case; null for one that the table does not know. */
export function providerOf(domain: string): Provider | null {
  return providers.find(({ domains }) => domains.includes(domain)) ?? null;
}

/** The provider that takes mail in at this exchanger, lower case; the longest end that fits counts. */
export function providerAt(exchanger: string): Provider | null {
  const name = exchanger.replace(/\.$/, '');
  const fits = (end: string) => name === end || name.endsWith(`.${end}`);
  let best: { provider: Provider; length: number } | null = null;
  for (const provider of providers) {
    for (const end of provider.exchangers ?? []) {
      if (fits(end) && end.length > (best?.length ?? 0)) best = { provider, length: end.length };
    }
  }
  return best?.provider ?? null;
}

/** Its servers, for one address. */
export function serversOf(
  { pop3, smtp, submission }: Provider,
  address: string,
): { incoming: FoundServer; outgoing: FoundServer | null } | null {
  if (pop3 === null) return null;
  return {
    incoming: { host: pop3, port: 995, security: 'tls', username: address },
    outgoing: smtp === null ? null : submissionOf(smtp, submission, address),
  };
}

function submissionOf(host: string, port: 587 | undefined, username: string): FoundServer {
  return port === undefined
    ? { host, port: 465, security: 'tls', username }
    : { host, port, security: 'starttls', username };
}

/** What people have to know of it before a sign-in; null: nothing. */
export function noteOf({ name, needs = [], help }: Provider): ProviderNote | null {
  return needs.length > 0 ? { name, needs: [...needs], help } : null;
}
