import 'server-only';
import type { ListingAnswer, ListingRequest, Told } from '@/lib/contract/routes';
import type { Ground } from './environment';
import { Lifetime } from './lifetime';
import { takeListing } from './listing';
import { NamedSession } from './names';
import { type KnownServer, type OpenMaildrop, openMaildrop } from './pop3';
import { BridgeFailure, ofPipeline, toProblem } from './problem';
import type { SealedAccount } from './seal';

/**
 * One session for a listing. With a full one, which is rare, the server's capabilities are read again as well: a
 * provider may have moved to other software since.
 *
 * @returns `server` where it differs from what is sealed.
 * @throws BridgeFailure
 */
export async function listMaildrop(
  { maildrop, server }: SealedAccount,
  { known, sequential = false }: ListingRequest,
  environment: Ground,
  signal: AbortSignal,
): Promise<{ answer: Told<ListingAnswer>; server: KnownServer | null }> {
  const lifetime = new Lifetime(signal);
  const open = await openMaildrop(maildrop, server, lifetime, environment);
  const pipelining = server.pipelining && !sequential;
  lifetime.phase(environment.limits.listingMs);
  try {
    const { limits } = environment;
    const named = new NamedSession(open.session, { ...server, pipelining, limits });
    const listing = await takeListing(named, known, pipelining);
    // Its room is needed until the browser has it, which is when the request is over.
    environment.line.whenWritten(open.room.handOver());
    const changed = listing.kind === 'full' ? await readAgain(open) : null;
    // Nothing was retrieved: nobody need wait for the farewell.
    if (named.looked) open.drop();
    else void open.quit();
    return { answer: { ...listing, log: environment.log.takeAll() }, server: changed };
  } catch (error) {
    open.drop();
    const problem = toProblem(error, 'mailbox');
    throw new BridgeFailure(pipelining ? ofPipeline(problem) : problem);
  }
}

/** What is announced after login now, if that is news. A server that cannot be asked keeps what it has. */
async function readAgain({ session, server }: OpenMaildrop): Promise<KnownServer | null> {
  const now = await session.capa().catch(() => null);
  if (!now) return null;
  const { pipelining, loginDelay, expire } = now;
  // Without UIDL TOP was tried at the sign-in, and found to work whether it was announced or not.
  const top = server.uidl ? now.top : server.top;
  const fresh = { ...server, top, pipelining, loginDelay, expire };
  return JSON.stringify(fresh) === JSON.stringify(server) ? null : fresh;
}
