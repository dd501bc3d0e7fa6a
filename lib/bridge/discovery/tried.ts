import 'server-only';
import type { FoundServer } from '@/lib/contract/discovery';
import { Pop3Session } from '@/lib/pop3/session';
import { dial, secureWith, trustIn } from '../dial';
import type { Ground } from '../environment';
import { admitTarget } from '../guard';
import { Lifetime } from '../lifetime';
import { SocketWire } from '../socketWire';

/** Names that mail servers have, before the domain's own. */
const usualNames = ['pop.', 'pop3.', 'mail.', ''];

const ways = [
  { port: 995, security: 'tls' },
  { port: 110, security: 'starttls' },
] as const;

/**
 * Servers of usual names that greet as POP3 servers do, behind TLS with a certificate for their name: first those where
 * TLS begins at once. Nobody signs in, and nothing of the person is sent.
 */
export async function tryUsualNames(
  domain: string,
  username: string,
  environment: Ground,
  lifetime: Lifetime,
): Promise<FoundServer[]> {
  const tries = ways.flatMap((way) =>
    usualNames.map((name): FoundServer => ({ host: `${name}${domain}`, ...way, username })),
  );
  const greeted = await Promise.all(tries.map((server) => greets(server, environment, lifetime)));
  return tries.filter((_, index) => greeted[index]);
}

async function greets(
  { host, port, security }: FoundServer,
  environment: Ground,
  whole: Lifetime,
): Promise<boolean> {
  const { config, limits } = environment;
  const lifetime = new Lifetime(whole.signal);
  lifetime.phase(limits.discoveryStepMs);
  const { signal } = lifetime;
  try {
    const targets = await admitTarget({ host, port, purpose: 'pop3' }, environment, lifetime, true);
    const { socket, target } = await dial(targets, port, signal, limits.staggerMs);
    const secure = secureWith(target, trustIn(config), signal, null);
    const connected = security === 'tls' ? await secure(socket) : socket;
    const session = await Pop3Session.open(new SocketWire(connected, secure, signal, limits.readAheadOctets));
    try {
      if (security === 'starttls') await session.stls();
      return true;
    } finally {
      session.close();
    }
  } catch {
    return false;
  } finally {
    lifetime.release();
  }
}
