import 'server-only';
import type {
  DeletionOutcome,
  DeletionResult,
  DeletionsAnswer,
  DeletionsRequest,
  Told,
} from '@/lib/contract/routes';
import type { Pop3Session } from '@/lib/pop3/session';
import { refuseWhileDraining } from './drain';
import type { Ground } from './environment';
import { Lifetime } from './lifetime';
import type { Limits } from './limits';
import { speakOfTheSame } from './listing';
import { type Farewell, type OpenMaildrop, openMaildrop } from './pop3';
import { BridgeFailure, ofPipeline, toProblem } from './problem';
import { type Candidate, proveByContent, proveByTop, type Verdict } from './proof';
import { RateWatch } from './rateWatch';
import type { SealedAccount } from './seal';

/**
 * Deletes what is proved to be stored, in a session of its own and in one straight line:
 *
 *     STAT, UIDL, LIST ─► TOP n 0, compared ─► RETR where that proves nothing ─► DELE … DELE ─► QUIT
 *        │ disagree          │ another message                                       (never a listing after DELE)
 *        └──────► drop ◄─────┘
 *
 * A session in which another message than the stored one was looked at ends without QUIT: Gmail hides at QUIT what was
 * retrieved, and that one is not stored. What was asked for besides is `untried` then, and may be asked for again.
 *
 * @throws BridgeFailure; nothing is deleted then by a server that keeps to RFC 1939 §6.
 */
export async function deleteMessages(
  { maildrop, server }: Pick<SealedAccount, 'maildrop' | 'server'>,
  { wanted, sequential = false }: DeletionsRequest,
  environment: Ground,
  signal: AbortSignal,
): Promise<Told<DeletionsAnswer>> {
  const lifetime = new Lifetime(signal);
  const { limits } = environment;
  const open = await openMaildrop(maildrop, server, lifetime, environment);
  const pipelining = server.pipelining && !sequential;
  const outcomes = new Map<string, DeletionResult>();
  const say = (uidl: string, outcome: DeletionOutcome) => void outcomes.set(uidl, { uidl, outcome });
  const answer = (
    listing: DeletionsAnswer['listing'],
    ended: DeletionsAnswer['ended'],
  ): Told<DeletionsAnswer> => {
    const results = wanted.map(
      ({ uidl }): DeletionResult => outcomes.get(uidl) ?? { uidl, outcome: 'untried' },
    );
    return { results, listing, ended, log: environment.log.takeAll() };
  };
  try {
    lifetime.phase(limits.listingMs);
    const standing = await survey(open.session);
    if (!standing) {
      open.drop();
      return answer('inconsistent', 'dropped');
    }
    const candidates: Candidate[] = [];
    for (const stored of new Map(wanted.map((each) => [each.uidl, each])).values()) {
      const places = standing.get(stored.uidl) ?? [];
      const [place] = places;
      if (!place) say(stored.uidl, 'gone');
      else if (places.length > 1) say(stored.uidl, 'not_unique');
      else candidates.push({ ...place, stored });
    }

    const verdicts = await prove(candidates, open, pipelining, lifetime, limits);
    const proved: Candidate[] = [];
    let other = false;
    for (const [candidate, verdict] of verdicts) {
      if (verdict === 'top' || verdict === 'content') proved.push(candidate);
      else say(candidate.stored.uidl, verdict);
      other ||= verdict === 'mismatch';
    }
    if (other) {
      open.drop();
      return answer('consistent', 'dropped');
    }

    // From here to QUIT's answer it is a few round trips, and until QUIT nothing is deleted.
    refuseWhileDraining();
    // From the highest number down: should a server renumber what stands behind a marked message (WildDuck does in its
    // lists), the numbers that are still to come are not touched by it.
    const downwards = proved.sort((a, b) => b.number - a.number);
    lifetime.phase(limits.budgetMs + limits.listingMs);
    const refusals = await open.session.deleMany(
      downwards.map(({ number }) => number),
      { pipelining },
    );
    downwards.forEach((candidate, index) => {
      const { uidl } = candidate.stored;
      const proof = verdicts.get(candidate);
      if (refusals[index] !== null) say(uidl, 'refused');
      else if (proof === 'top' || proof === 'content') outcomes.set(uidl, { uidl, outcome: 'sent', proof });
    });
    return answer('consistent', endings[await open.quit(limits.expungeMs)]);
  } catch (error) {
    open.drop();
    const problem = toProblem(error, 'mailbox');
    throw new BridgeFailure(pipelining ? ofPipeline(problem) : problem);
  }
}

const endings: Record<Farewell, DeletionsAnswer['ended']> = {
  agreed: 'quit',
  refused: 'refused',
  lost: 'lost',
};

type Place = Pick<Candidate, 'number' | 'listed'>;

/**
 * Where every UIDL stands; null when STAT, UIDL and LIST do not speak of the same messages. LIST comes last: Mailutils
 * counts right only after UIDL.
 */
async function survey(session: Pick<Pop3Session, 'stat' | 'uidl' | 'list'>) {
  const { count } = await session.stat();
  const standing = new Map<string, Place[]>();
  if (count === 0) return standing;
  const names = await session.uidl();
  const sizes = await session.list();
  if (!speakOfTheSame(count, names, sizes)) return null;
  const octetsOf = new Map(sizes.map(({ number, octets }) => [number, octets]));
  for (const { number, uidl } of names) {
    const listed = octetsOf.get(number);
    if (listed === undefined || uidl === '') continue;
    const places = standing.get(uidl);
    if (places) places.push({ number, listed });
    else standing.set(uidl, [{ number, listed }]);
  }
  return standing;
}

/** Verdicts on as many as the time allows; those without one were not tried. */
async function prove(
  candidates: readonly Candidate[],
  { session, server }: OpenMaildrop,
  pipelining: boolean,
  lifetime: Lifetime,
  limits: Limits,
): Promise<Map<Candidate, Verdict>> {
  const options = { pipelining, limits };
  lifetime.phase(limits.budgetMs + limits.listingMs);
  const { verdicts, undecided } = server.top
    ? await proveByTop(session, candidates, options)
    : { verdicts: new Map<Candidate, Verdict>(), undecided: candidates };
  // After another message than the stored one nothing will be deleted: no more need be proved.
  if (undecided.length === 0 || [...verdicts.values()].includes('mismatch')) return verdicts;
  lifetime.phase(limits.sessionMs);
  const watch = new RateWatch(limits, { stalls: 0, waiting: false }, (reason) => lifetime.end(reason));
  try {
    for (const [candidate, verdict] of await proveByContent(session, undecided, options, watch))
      verdicts.set(candidate, verdict);
  } finally {
    watch.stop();
  }
  return verdicts;
}
