import 'server-only';
import { type ListingAnswer, maxWanted } from '@/lib/contract/routes';
import { isDraining } from './drain';
import type { Ground } from './environment';
import { isWaitedFor } from './lease';
import { type Asked, type Owner, wait } from './leftOpen';
import type { Lifetime } from './lifetime';
import { type OpenMaildrop, openMaildrop } from './pop3';
import { retrieve } from './retrieve';
import type { SealedAccount } from './seal';
import { takeOne } from './shares';

/**
 * Leaves the session of a sign-in open for the first messages, which its browser asks for next: one login fewer, which takes
 * some ten round trips, and which a server with LOGIN-DELAY would not allow. It ends by QUIT when nobody asks in
 * `leftOpenMs`, when somebody else wants the maildrop, and at once where many wait already:
 *
 *     signed in ─► waits ── messages are asked for ─────────────► retrieve.ts
 *                    └── time is up, others wait, on the way down ─► QUIT
 *
 * Where the server has hung up meanwhile, the messages come in a session of their own.
 */
export async function leaveOpen(
  open: OpenMaildrop,
  listing: ListingAnswer,
  { account, key, maildrop }: Pick<SealedAccount, 'account' | 'maildrop'> & Owner,
  lifetime: Lifetime,
  { client, limits, log, shares }: Ground,
): Promise<void> {
  const { signal } = lifetime;
  // Of those that are asked for first: numbers of a session do not change.
  const listed = new Map(listing.entries.slice(-maxWanted).map(([number, uidl]) => [number, uidl]));
  const leave = await takeOne(shares, [
    { who: `left-open-site ${client.site}`, most: limits.leftOpenOfNetwork },
    { who: 'left-open everybody', most: limits.leftOpen },
  ]);
  if (!leave || isDraining() || signal.aborted || isWaitedFor(open.lease)) {
    leave?.();
    void open.quit();
    return;
  }
  const taken = () => {
    forget();
    leave();
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  };
  const end = () => {
    taken();
    void open.quit();
  };
  const goOn = async ({ signal: request, lead, body, environment, pace }: Asked) => {
    taken();
    // The server has hung up, or said something that nobody asked for: the next session begins in step.
    if (!open.quiet()) {
      open.drop();
      return null;
    }
    const { places, line } = environment;
    const guest = { ...environment.client, streams: pace };
    const place = await places.take(guest, environment.limits, 0, request).catch(() => 'gone' as const);
    // Streams have limits of their own, and this one would have to wait: in line, and for that without a session.
    if (typeof place === 'string') {
      void open.quit();
      return null;
    }
    open.moveTo(place);
    lifetime.handOver(request, lead);
    log.beginAnew();
    // The server may hang up in this very moment.
    const anew = () => {
      lifetime.handOver(request, lead);
      return openMaildrop(maildrop, open.server, lifetime, { ...environment, log }, { streams: pace });
    };
    return retrieve({
      ...{ open, listed, anew, lifetime, log, line, pace, account, limits: environment.limits },
      ...body,
    });
  };
  const forget = wait({ account, key }, { lease: open.lease, goOn, end });
  const timer = setTimeout(end, limits.leftOpenMs);
  lifetime.phase(null);
  signal.addEventListener('abort', end, { once: true });
}
