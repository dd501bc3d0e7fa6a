import 'server-only';
import type { DoctorFacts } from '@/lib/contract/doctor';
import type { Capabilities } from '@/lib/pop3/capabilities';
import { Pop3Closed, Pop3Refusal } from '@/lib/pop3/errors';
import type { Credentials } from '@/lib/pop3/sasl/mechanism';
import { Pop3Session } from '@/lib/pop3/session';
import type { Witness } from '@/lib/pop3/witness';
import { inTurn } from '../derivations';
import type { Ground } from '../environment';
import { leaseKey, takeLease } from '../lease';
import type { Lifetime } from '../lifetime';
import { uidlLinesOfEmptyMaildrop } from '../limits';
import { ListingRoom } from '../listingRoom';
import { ofToken, withoutKnownWay } from '../login';
import { md5 } from '../md5';
import { BridgeFailure, problemOf, toProblem } from '../problem';
import { RequestGone } from '../transport';
import { type Place, reach } from './reach';
import type { Report } from './report';

/** The account's POP3 server; without credentials nobody signs in. */
export type Incoming = Place & { username: string; credentials: Credentials | null };

/**
 * Looks at a POP3 server as a sign-in meets it, one check after the other. Nothing is retrieved or deleted, and it ends
 * without QUIT once TOP was tried: some servers take what was shown for retrieved.
 *
 * @param hidden as for `admitTarget`: whether a name that nobody knows is told as one that may not be dialled
 * @throws Stopped behind the check that failed; RequestGone
 */
export async function examineIncoming(
  incoming: Incoming,
  hidden: boolean,
  report: Report,
  lifetime: Lifetime,
  ground: Ground,
): Promise<void> {
  const { limits, log } = ground;
  const { credentials, security } = incoming;
  const { signal } = lifetime;
  const heard = new Heard(log);
  let session: Pop3Session | null = null;
  let release: (() => void) | null = null;
  try {
    const reached = await reach(incoming, 'pop3', hidden, report, lifetime, ground, async (wire, facts) => {
      log.connectionEnds();
      session = await Pop3Session.open(wire, heard);
      facts.words = session.greeting;
      return session;
    });
    let current = reached.greeted;
    if (security === 'starttls') await reached.secure(() => startTls(current));
    const announced = await report.check('capabilities', async (facts, finding) => {
      const asked = await current.capa().catch(async (error: unknown) => {
        if (!(error instanceof Pop3Closed)) throw error;
        // Some servers hang up on CAPA: the rest is looked at without.
        current = await reached.again();
        if (security === 'starttls') await current.stls();
        return null;
      });
      if (asked) facts.capabilities = linesOf(asked);
      else Object.assign(finding, { state: 'odd', note: 'no_capa' });
      return asked;
    });
    if (credentials === null) {
      report.leave('login', 'no_password');
      await current.quit().catch(() => {});
      return;
    }
    await report.check('login', async (facts) => {
      release = await takeLease(leaseKey({ host: incoming.host, ...credentials }), limits.leaseMs, signal);
      lifetime.phase(limits.connectMs);
      const plaintext = security === 'none';
      const way = { tls: !plaintext, plaintext, md5, inTurn: inTurn(signal) };
      try {
        await current.login(credentials, announced, way);
      } catch (error) {
        const known = announced ? withoutKnownWay(error, announced) : error;
        if (error instanceof RequestGone || 'password' in credentials) throw known;
        throw new BridgeFailure(ofToken(toProblem(known, 'password')));
      } finally {
        if (heard.way) facts.mechanism = heard.way;
      }
    });
    lifetime.phase(limits.listingMs);
    const room = new ListingRoom(ground);
    current.beforeListing = (messages) => room.take(messages);
    try {
      await examineMaildrop(current, announced, report);
    } finally {
      room.giveBack();
    }
  } finally {
    (session as Pop3Session | null)?.close();
    (release as (() => void) | null)?.();
  }
}

async function startTls(session: Pop3Session): Promise<void> {
  const announced = await session.capa();
  // Fails closed, as the sign-in does: see pop3.ts.
  if (announced && !announced.stls) throw new BridgeFailure(problemOf('starttls_missing', { step: 'tls' }));
  try {
    await session.stls();
  } catch (error) {
    if (!(error instanceof Pop3Refusal)) throw error;
    throw new BridgeFailure(problemOf('starttls_missing', { step: 'tls', said: error.said }));
  }
}

/** What stands behind the login: STAT, UIDL, TOP, time there and back, and, last since it may break the session, pipelining. */
async function examineMaildrop(
  session: Pop3Session,
  before: Capabilities | null,
  report: Report,
): Promise<void> {
  let announced = before;
  const count = await report.check('maildrop', async (facts) => {
    const { count, octets } = await session.stat();
    Object.assign(facts, { messages: count, octets });
    // What counts for this user is announced to him alone (RFC 2449 §6.5).
    announced = before && (await session.capa());
    tellLimits(announced, facts);
    return count;
  });
  await report.check('uidl', async (_, finding) => {
    const [name] =
      count > 0
        ? await session.uidlOf([count], { pipelining: false })
        : await session.uidl(uidlLinesOfEmptyMaildrop).then(
            () => [''],
            (error: unknown) => [refusalIn(error)],
          );
    if (name instanceof Pop3Refusal)
      Object.assign(finding, {
        state: 'odd',
        note: announced?.uidl ? 'refused' : 'not_announced',
        problem: toProblem(name, 'mailbox'),
      });
    else if (announced && !announced.uidl) finding.note = 'unannounced';
  });
  if (count === 0) report.leave('top', 'nothing_to_try');
  else
    await report.check('top', async (_, finding) => {
      try {
        await session.top(count, 0, { data() {} });
        if (announced && !announced.top) finding.note = 'unannounced';
      } catch (error) {
        Object.assign(finding, {
          state: 'odd',
          note: announced?.top ? 'refused' : 'not_announced',
          problem: toProblem(refusalIn(error), 'mailbox'),
        });
      }
    });
  await report.check('roundTrip', async (facts) => {
    facts.roundTrip = await quickest(() => session.stat());
  });
  if (!announced?.pipelining) report.leave('pipelining', 'not_announced');
  else if (count === 0) report.leave('pipelining', 'nothing_to_try');
  else
    await report.check('pipelining', async (_, finding) => {
      try {
        const many = Array.from({ length: 16 }, () => count);
        const sizes = await session.listOf(many, { pipelining: true });
        if (new Set(sizes).size !== 1) throw new Error('answers differ');
      } catch (error) {
        Object.assign(finding, { state: 'odd', note: 'breaks', problem: toProblem(error, 'mailbox') });
      }
    });
}

/** The quickest of three, ms with one decimal: a slow one says more of the line's other users. */
export async function quickest(ask: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let time = 0; time < 3; time += 1) {
    const began = performance.now();
    await ask();
    best = Math.min(best, performance.now() - began);
  }
  return Math.round(best * 10) / 10;
}

/** @throws whatever is no refusal */
function refusalIn(error: unknown): Pop3Refusal {
  if (error instanceof Pop3Refusal) return error;
  throw error;
}

function linesOf({ tags }: Capabilities): string[] {
  return [...tags].map(([tag, parameters]) => [tag, ...parameters].join(' ').slice(0, 200));
}

function tellLimits(announced: Capabilities | null, facts: DoctorFacts): void {
  if (announced?.expire != null) facts.expire = announced.expire;
  if (announced?.loginDelay != null) facts.loginDelay = announced.loginDelay;
}

/** Hands on what the witness sees, and keeps by which way was signed in last. */
class Heard implements Witness {
  way: string | null = null;
  constructor(private readonly witness: Witness) {}
  sent(shown: string, octets: number): void {
    const [verb = '', mechanism = ''] = shown.split(' ');
    if (verb === 'AUTH') this.way = mechanism;
    else if (verb === 'USER' || verb === 'PASS') this.way = 'USER/PASS';
    this.witness.sent(shown, octets);
  }
  answered(reply: 'ok' | 'refused' | 'challenge', octets: number): void {
    this.witness.answered(reply, octets);
  }
  received(octets: number): void {
    this.witness.received(octets);
  }
}
