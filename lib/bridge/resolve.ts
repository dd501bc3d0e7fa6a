import 'server-only';
import { lookup, Resolver } from 'node:dns/promises';
import { type Limits, limits } from './limits';

/**
 * Every address of a name, of both families, in the order in which they should be tried.
 *
 * @param named the operator has named it in his settings: it may stand in the machine's hosts file alone.
 * @param site whose request it is, see client.ts.
 * @returns `busy` when too many names are being resolved: a value, since this function is shared by bundles that have error
 *   classes of their own each.
 * @throws when it does not resolve
 */
export type Resolve = (name: string, named: boolean, site: string) => Promise<readonly string[] | 'busy'>;

type ResolveLimits = Pick<Limits, 'lookups' | 'lookupsOfNetwork' | 'lookupMs' | 'otherFamilyMs'>;

/**
 * Names that the operator has named are resolved as every other program on the machine does it (getaddrinfo): hosts
 * file, search domains, mDNS, a container's neighbours. That takes one of four threads until the system gives up, so
 * nobody else may choose what for. All other names are public ones with a dot, and go to the name servers of the system
 * (c-ares): no thread, an end of ours, and neither hosts file nor search domain, which know inner names alone.
 *
 * @param servers name servers, `address:port`; by default those of the system.
 */
export function makeResolve(rules: ResolveLimits = limits, servers?: readonly string[]): Resolve {
  /** Under way; who asks for the same name waits along. */
  const pending = new Map<string, Promise<readonly string[]>>();
  const turns = makeTurns(rules);

  return (name, named, site) => {
    const key = `${named} ${name}`;
    const known = pending.get(key);
    if (known) return known;
    const over = named ? () => {} : turns(site);
    if (!over) return Promise.resolve('busy');
    const answer = (named ? bySystem(name) : byNameServers(name, rules, servers)).finally(() => {
      pending.delete(key);
      over();
    });
    pending.set(key, answer);
    return answer;
  };
}

/** A host that a record names; `port` is 0 where the record's type has none. */
export interface NamedHost {
  host: string;
  port: number;
}

/**
 * The hosts that a name's SRV records (RFC 2782) or MX records name, the ones to be tried first in front. Empty where there
 * are none, where nobody answers in time, and while too many names are being resolved.
 *
 * @param site whose request it is, see client.ts.
 */
export type Records = (name: string, type: 'SRV' | 'MX', site: string) => Promise<readonly NamedHost[]>;

/** @param servers name servers, `address:port`; by default those of the system. */
export function makeRecords(rules: ResolveLimits = limits, servers?: readonly string[]): Records {
  const turns = makeTurns(rules);
  return async (name, type, site) => {
    const over = turns(site);
    if (!over) return [];
    const resolver = makeResolver(servers);
    const timer = setTimeout(() => resolver.cancel(), rules.lookupMs);
    try {
      const hosts =
        type === 'SRV'
          ? (await resolver.resolveSrv(name))
              .sort((a, b) => a.priority - b.priority || b.weight - a.weight)
              .map(({ name: host, port }) => ({ host, port }))
          : (await resolver.resolveMx(name))
              .sort((a, b) => a.priority - b.priority)
              .map(({ exchange }) => ({ host: exchange, port: 0 }));
      // An empty name says that there is no such service (RFC 2782, RFC 7505).
      return hosts.filter(({ host }) => host !== '' && host !== '.');
    } catch {
      return [];
    } finally {
      clearTimeout(timer);
      over();
    }
  };
}

/** Gives turns to those who want a name resolved; null: as many are under way as may be. */
function makeTurns(rules: Pick<ResolveLimits, 'lookups' | 'lookupsOfNetwork'>) {
  const ofSites = new Map<string, number>();
  let all = 0;
  const count = (site: string, by: number) => {
    all += by;
    const left = (ofSites.get(site) ?? 0) + by;
    if (left > 0) ofSites.set(site, left);
    else ofSites.delete(site);
  };
  return (site: string): (() => void) | null => {
    const own = ofSites.get(site) ?? 0;
    // Who has none under way always gets one: a few who ask for names that nobody answers shut nobody out.
    if (own > 0 && (own >= rules.lookupsOfNetwork || all >= rules.lookups)) return null;
    count(site, 1);
    return () => count(site, -1);
  };
}

function makeResolver(servers: readonly string[] | undefined): Resolver {
  const resolver = new Resolver({ timeout: 1_200, tries: 2 });
  if (servers) resolver.setServers(servers);
  return resolver;
}

async function bySystem(name: string): Promise<string[]> {
  const answers = await lookup(name, { all: true, order: 'verbatim' });
  return answers.map(({ address }) => address);
}

/**
 * Asks for both families at once. IPv4 comes first: it works everywhere. Once one family is there, the other is not
 * waited for long: some name servers never answer AAAA.
 */
async function byNameServers(
  name: string,
  { lookupMs, otherFamilyMs }: ResolveLimits,
  servers: readonly string[] | undefined,
): Promise<string[]> {
  const resolver = makeResolver(servers);
  const cancel = () => resolver.cancel();
  let timer = setTimeout(cancel, lookupMs);
  const family = async (answers: Promise<string[]>) => {
    const addresses = await answers;
    clearTimeout(timer);
    timer = setTimeout(cancel, otherFamilyMs);
    return addresses;
  };
  const [v4, v6] = await Promise.allSettled([
    family(resolver.resolve4(name)),
    family(resolver.resolve6(name)),
  ]);
  clearTimeout(timer);
  if (v4.status === 'rejected' && v6.status === 'rejected') throw v4.reason;
  return [v4, v6].flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
}
