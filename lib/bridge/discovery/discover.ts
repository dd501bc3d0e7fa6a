import 'server-only';
import { createHmac } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { DiscoveryAnswer, DiscoverySource, FoundSettings } from '@/lib/contract/discovery';
import type { Ground } from '../environment';
import { admitTarget, isPrivateName } from '../guard';
import { normaliseHost } from '../host';
import { Lifetime } from '../lifetime';
import { BridgeFailure, problemOf } from '../problem';
import { takeWebPlace } from '../webPlaces';
import { noteOf, providerOf, serversOf } from './lookup';
import { providers } from './providers';
import { mailHostOf, type Search, sources } from './sources';

/**
 * Looks for the settings of an address everywhere at once. Nothing secret is sent to anybody, since there is no password
 * yet; what is found is shown to the person before there is one.
 *
 * Who is more trustworthy is waited for, but not for long: `discoveryPatienceMs` after the beginning the best that is there
 * counts, and later the first that comes.
 *
 * @throws BridgeFailure `too_soon` after too many searches
 */
export async function discover(
  address: string,
  environment: Ground,
  request: AbortSignal,
): Promise<DiscoveryAnswer> {
  const at = address.lastIndexOf('@');
  const host = normaliseHost(address.slice(at + 1));
  // An address literal, no domain at all, or one that means something inside a network only: there is nobody to ask.
  if (host?.kind !== 'name' || isPrivateName(host.text)) return unsearched;
  const domain = host.text;
  const provider = providerOf(domain);
  if (provider) {
    const servers = serversOf(provider, address);
    const found: FoundSettings[] = servers ? [{ ...servers, source: 'table', from: provider.name }] : [];
    return { found: usable(found, environment), provider: noteOf(provider), searched: true };
  }
  if (!environment.config.discovery) return unsearched;

  await countSearch(environment);
  const leave = await takeWebPlace(`search of ${environment.client.network}`, environment);
  const lifetime = new Lifetime(request);
  lifetime.phase(environment.limits.discoveryMs);
  // Everybody who is asked listens.
  setMaxListeners(0, lifetime.signal);
  const hostedBy = mailHostOf(domain, environment);
  try {
    const found = await firstToBelieve({ address, domain, environment, lifetime, hostedBy });
    const [best] = found;
    // Whatever the best one is, the person has to know what the provider behind the domain wants.
    const host = best && best.source !== 'exchanger' ? null : await hostedBy;
    const reachable = await admitted(usable(found, environment), environment, lifetime);
    const hosted = host?.provider ? noteOf(host.provider) : null;
    return { found: reachable, provider: hosted, searched: true };
  } finally {
    // Whoever is still being asked need not answer.
    lifetime.end(new Error('the search is over'));
    leave();
  }
}

const unsearched: DiscoveryAnswer = { found: [], provider: null, searched: false };

const order = Object.keys(sources) as (keyof typeof sources)[];

/** What the sources have found when it is time to take the best of it; the most trustworthy first. */
function firstToBelieve(search: Search): Promise<FoundSettings[]> {
  const { lifetime, environment } = search;
  const answers = new Map<DiscoverySource, FoundSettings[]>();
  return new Promise((resolve) => {
    let patient = true;
    const look = () => {
      const known = order.filter((source) => (answers.get(source)?.length ?? 0) > 0);
      const [best] = known;
      const open = order.filter((source) => !answers.has(source));
      const waits =
        best === undefined ? open.length > 0 : patient && order.indexOf(best) > indexOfFirst(open);
      if (waits && !lifetime.signal.aborted) return;
      clearTimeout(timer);
      lifetime.signal.removeEventListener('abort', look);
      resolve(known.flatMap((source) => answers.get(source) ?? []));
    };
    const indexOfFirst = ([first]: readonly (typeof order)[number][]) =>
      first === undefined ? Number.POSITIVE_INFINITY : order.indexOf(first);
    const timer = setTimeout(() => {
      patient = false;
      look();
    }, environment.limits.discoveryPatienceMs);
    lifetime.signal.addEventListener('abort', look, { once: true });
    for (const source of order) {
      void sources[source](search).then((found) => {
        answers.set(source, found);
        look();
      });
    }
  });
}

/** Those that a sign-in through this bridge can use, each server once. */
function usable(found: readonly FoundSettings[], { config }: Ground): FoundSettings[] {
  const servers = new Map<string, FoundSettings>();
  for (const { incoming, outgoing, ...rest } of found) {
    const { host, port } = incoming;
    if (!config.pop3Ports.has(port) || (config.allowHosts && !config.allowHosts.has(host))) continue;
    const sends = outgoing && config.smtpPorts.has(outgoing.port) ? outgoing : null;
    const key = `${host} ${port}`;
    if (!servers.has(key)) servers.set(key, { incoming, outgoing: sends, ...rest });
  }
  return [...servers.values()].slice(0, mostFound);
}

/**
 * Those whose servers the guard lets us dial. What a stranger's file or a name server names may stand inside our own
 * network, and whoever asks must not have it read out to him.
 */
async function admitted(
  found: readonly FoundSettings[],
  environment: Ground,
  lifetime: Lifetime,
): Promise<FoundSettings[]> {
  const own = new Set(providers.map(({ pop3 }) => pop3));
  const may = await Promise.all(
    found.map(
      ({ incoming: { host, port } }) =>
        own.has(host) ||
        admitTarget({ host, port, purpose: 'pop3' }, environment, lifetime, true).then(
          () => true,
          () => false,
        ),
    ),
  );
  return found.filter((_, index) => may[index]);
}

/** More choices are none. */
const mostFound = 8;

/** Counts it for the network it comes from: a search asks a dozen questions of servers that somebody else names. */
async function countSearch({ counters, client, limits, config }: Ground): Promise<void> {
  const rule = limits.discovery;
  const name = createHmac('sha256', config.secrets[0]).update(client.network).digest('base64url');
  const { count, restMs } = await counters.add(`search ${name}`, rule.windowMs);
  if (count > rule.free) throw new BridgeFailure({ ...manySearches, retryAfter: Math.ceil(restMs / 1000) });
}

const manySearches = problemOf('too_soon', {
  message: 'Settings were looked for too often from here.',
  hint: 'Wait a little, or enter the server settings yourself.',
});
