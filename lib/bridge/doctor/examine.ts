import 'server-only';
import { createHmac } from 'node:crypto';
import type { DoctorEvent } from '@/lib/contract/doctor';
import type { OutgoingServer } from '@/lib/contract/doctorRequests';
import { type Attempt, beginAttempt } from '../attempts';
import { refuseWhileDraining } from '../drain';
import type { Ground } from '../environment';
import { Lifetime } from '../lifetime';
import { noPlace } from '../pop3';
import { BridgeFailure, problemOf } from '../problem';
import { RequestGone } from '../transport';
import { examineIncoming, type Incoming } from './incoming';
import { examineOutgoing } from './outgoing';
import { Report, Stopped } from './report';

export interface Examination {
  incoming: Incoming;
  outgoing: OutgoingServer | null;
  /** An account that is signed in; otherwise anybody asks, for any server, and failed logins count as such. */
  known: boolean;
}

/**
 * Admits an examination by the limits, before its answer begins, and gives what runs it, which has to be run. Both sides
 * are looked at at once; one failing stops it alone.
 *
 * @param gone aborts when the browser has gone, while a place is waited for
 * @throws BridgeFailure `too_soon`, `plaintext_refused`, `shutting_down`; RequestGone
 */
export async function admitExamination(
  { incoming, outgoing, known }: Examination,
  ground: Ground,
  gone: AbortSignal,
): Promise<(signal: AbortSignal, tell: (event: DoctorEvent) => void) => Promise<void>> {
  const { config, client, limits, counters, line } = ground;
  refuseWhileDraining();
  line.concerns(incoming.host);
  if (incoming.security === 'none' && !config.allowPlaintext) throw new BridgeFailure('plaintext_refused');
  await countExamination(ground);
  const { host, username, credentials } = incoming;
  let attempt: Attempt | null = null;
  if (credentials !== null && !known) {
    const rules = { attempts: limits.attempts, secrets: config.secrets };
    const begun = await beginAttempt({ client, host, username }, counters, rules);
    if ('retryAfter' in begun) throw new BridgeFailure({ ...tooMany, retryAfter: begun.retryAfter });
    attempt = begun;
  }
  const leave = await takePlace(ground, gone).catch(async (error: unknown) => {
    await attempt?.withdrawn();
    throw error;
  });
  return async (signal, tell) => {
    const lifetimes = [new Lifetime(signal), new Lifetime(signal)] as const;
    try {
      const [first] = await Promise.allSettled([
        examineIncoming(incoming, !known, new Report('incoming', tell), lifetimes[0], ground),
        outgoing && examineOutgoing(outgoing, incoming, new Report('outgoing', tell), lifetimes[1], ground),
      ]);
      await settle(attempt, first);
      if (signal.aborted) throw new RequestGone();
      tell({ kind: 'over' });
    } finally {
      leave();
      for (const lifetime of lifetimes) lifetime.release();
    }
  };
}

async function takePlace({ places, client, limits }: Ground, gone: AbortSignal): Promise<() => void> {
  const lifetime = new Lifetime(gone);
  try {
    const place = await places.take({ ...client, streams: null }, limits, limits.leaseMs, lifetime.signal);
    if (typeof place === 'string') throw new BridgeFailure(noPlace);
    return place;
  } finally {
    lifetime.release();
  }
}

/** What a failed login costs: as much as a failed sign-in. */
async function settle(attempt: Attempt | null, outcome: PromiseSettledResult<void>): Promise<void> {
  if (!attempt) return;
  if (outcome.status === 'fulfilled') return attempt.succeeded();
  const { reason } = outcome;
  const shown = reason instanceof Stopped && reason.problem.step === 'password';
  const behind = reason instanceof Stopped && reason.problem.step === 'mailbox';
  if (behind) return attempt.succeeded();
  if (!shown) return attempt.unproved();
}

/** Every one dials servers that somebody names: counted for the network that it comes from. */
async function countExamination({ counters, client, limits, config }: Ground): Promise<void> {
  const rule = limits.examinations;
  const name = createHmac('sha256', config.secrets[0]).update(client.network).digest('base64url');
  const { count, restMs } = await counters.add(`examination ${name}`, rule.windowMs);
  if (count > rule.free) throw new BridgeFailure({ ...tooMany, retryAfter: Math.ceil(restMs / 1000) });
}

const tooMany = problemOf('too_soon', {
  message: 'Connections were examined too often from here.',
  hint: 'Wait a little and try again.',
});
