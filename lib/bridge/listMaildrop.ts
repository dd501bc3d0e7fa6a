import 'server-only';
import type { ListingAnswer, ListingRequest, Told } from '@/lib/contract/routes';
import type { Capabilities } from '@/lib/pop3/capabilities';
import type { Ground } from './environment';
import type { AccountCall } from './handler';
import { Lifetime } from './lifetime';
import { takeListing } from './listing';
import { NamedSession } from './names';
import { type KnownServer, openMaildrop } from './pop3';
import { BridgeFailure, ofPipeline, toProblem } from './problem';
import type { SealedAccount } from './seal';

/**
 * One session for a listing. Before a full one, which is rare, the server's capabilities are read again as well: a provider
 * may have moved to other software since. Before it, since it may take so long that the answer has begun when it is there.
 *
 * @param moved told, before anything is listed, where the server announces something else than what is sealed
 * @throws BridgeFailure
 */
export async function listMaildrop(
  sealed: SealedAccount,
  { known, sequential = false }: ListingRequest,
  environment: Ground,
  asker: Pick<AccountCall<unknown>, 'signal' | 'lead'>,
  moved: (server: KnownServer) => Promise<void>,
  mayAsk = answersCapa(sealed.server),
): Promise<Told<ListingAnswer>> {
  const { maildrop, server } = sealed;
  const lifetime = new Lifetime(asker.signal, asker.lead);
  const open = await openMaildrop(maildrop, server, lifetime, environment);
  const pipelining = server.pipelining && !sequential;
  lifetime.phase(environment.limits.listingMs);
  let cannotBeAsked = false;
  const readAgain = async () => {
    const now = await open.session.capa().catch((error: unknown) => {
      cannotBeAsked = !lifetime.signal.aborted;
      throw error;
    });
    const fresh = now && changed(server, now);
    if (fresh) await moved(fresh);
  };
  try {
    const { limits } = environment;
    const named = new NamedSession(open.session, { ...server, pipelining, limits });
    const listing = await takeListing(named, known, pipelining, mayAsk ? readAgain : undefined);
    // Its room is needed until the browser has it, which is when the request is over.
    environment.line.whenWritten(open.room.handOver());
    // Those that never answered CAPA may hang up on it, which does no harm any more.
    if (listing.kind === 'full' && !answersCapa(server)) await readAgain().catch(() => {});
    // Nothing was retrieved: nobody need wait for the farewell.
    if (named.looked) open.drop();
    else void open.quit();
    return { ...listing, log: environment.log.takeAll() };
  } catch (error) {
    open.drop();
    // Other software than before, which hangs up on CAPA or never ends it: it is listed without.
    if (cannotBeAsked && mayAsk)
      return listMaildrop(sealed, { known, sequential }, environment, asker, moved, false);
    const problem = toProblem(error, 'mailbox');
    throw new BridgeFailure(pipelining ? ofPipeline(problem) : problem);
  }
}

/** Whether something of what is known was announced, and not found by trying, as UIDL and TOP are. */
function answersCapa({ pipelining, sasl }: KnownServer): boolean {
  return pipelining || sasl.length > 0;
}

/** What is announced after login now, if that is news. */
function changed(server: KnownServer, now: Capabilities): KnownServer | null {
  const { pipelining, loginDelay, expire } = now;
  // Without UIDL TOP was tried at the sign-in, and found to work whether it was announced or not.
  const top = server.uidl ? now.top : server.top;
  const fresh = { ...server, top, pipelining, loginDelay, expire };
  return JSON.stringify(fresh) === JSON.stringify(server) ? null : fresh;
}
