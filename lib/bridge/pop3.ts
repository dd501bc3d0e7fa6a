import 'server-only';
import type { SignInStep } from '@/lib/contract/errors';
import type { ServerCapabilities, StepTiming } from '@/lib/contract/routes';
import type { Capabilities } from '@/lib/pop3/capabilities';
import { Pop3Closed, Pop3Refusal } from '@/lib/pop3/errors';
import { Pop3Session } from '@/lib/pop3/session';
import { inTurn } from './derivations';
import { dial, secureWith, trustIn } from './dial';
import { refuseWhileDraining } from './drain';
import type { Ground } from './environment';
import { admitTarget, type Target } from './guard';
import { leaseKey, takeLease } from './lease';
import { endLeftOpen } from './leftOpen';
import type { Lifetime } from './lifetime';
import { ListingRoom } from './listingRoom';
import { credentialsOf, type Maildrop, ofToken, withoutKnownWay } from './login';
import { md5 } from './md5';
import type { Pace } from './pace';
import type { Leave } from './places';
import { BridgeFailure, problemOf, toProblem } from './problem';
import { unlessTlsFirst } from './silence';
import { SocketWire } from './socketWire';
import { RequestGone } from './transport';

/** What a server announced, as it is remembered between sessions. */
export interface KnownServer extends ServerCapabilities {
  /** USER was announced, so that USER and PASS may be tried after PLAIN. */
  user: boolean;
}

/** QUIT's answer: +OK, -ERR, or none that came in time. */
export type Farewell = 'agreed' | 'refused' | 'lost';

/** A session that is logged in, and the lease on its maildrop. It ends in exactly one of two ways. */
export interface OpenMaildrop {
  session: Pop3Session;
  server: KnownServer;
  steps: Steps;
  /** Names its maildrop: see leaseKey. */
  lease: string;
  /** Taken by LIST and UIDL of everything; given back at the session's end at the latest. */
  room: Pick<ListingRoom, 'giveBack' | 'handOver'>;
  /** Alive, and nothing was said out of turn, by all that has come. */
  quiet(): boolean;
  /** It goes on in another place, and gives up the one that it had. */
  moveTo(place: Leave): void;
  /** QUIT, and what the server said to it, in its usual time or in so many milliseconds. Never throws. */
  quit(withinMs?: number): Promise<Farewell>;
  /** Ends without QUIT: a conforming server forgets nothing (RFC 1939 §6). */
  drop(): void;
}

/** Most retrievals last half a minute at the longest. */
export const noPlace = problemOf('too_soon', {
  message: 'The bridge is busy: it has as many mailboxes open as it can serve at a time.',
  hint: 'Wait a little and try again; if it stays, tell the operator.',
  retryAfter: 15,
});

/** Times the steps of a sign-in. */
export class Steps {
  readonly done: StepTiming[] = [];
  current: SignInStep = 'name';
  private since = performance.now();

  /** The step that runs is over, and another one begins. */
  next(step: SignInStep): void {
    this.finish();
    this.current = step;
  }

  finish(more: Pick<StepTiming, 'certificateDays'> = {}): void {
    const now = performance.now();
    // Coming back to a step (greeting, tls, greeting: STARTTLS) adds to it: each is told once.
    const known = this.done.find((timing) => timing.step === this.current);
    const ms = Math.round(now - this.since);
    if (known) Object.assign(known, more, { ms: known.ms + ms });
    else this.done.push({ step: this.current, ms, ...more });
    this.since = now;
  }
}

/**
 * Opens a session, straight down: name, lease, place, connection, TLS, greeting, CAPA, STLS, CAPA, login, CAPA. What
 * is already known of a server is not asked again, which saves two round trips.
 *
 * @param wishes `streams`: it is for a stream of messages, of which one browser has few at a time, and which makes room.
 * @throws BridgeFailure with the step that failed and those before it. Nothing stays open, no lease or place is kept.
 * @throws RequestGone when nobody waits for the answer any more.
 */
export async function openMaildrop(
  maildrop: Maildrop,
  known: KnownServer | null,
  lifetime: Lifetime,
  environment: Ground,
  { streams = null }: { streams?: Pace | null } = {},
): Promise<OpenMaildrop> {
  const { config, limits, places, client } = environment;
  const { host, port, security } = maildrop;
  const steps = new Steps();
  let release: (() => void) | undefined;
  let leave: (() => void) | undefined;
  let greeted: Greeted | undefined;
  try {
    refuseWhileDraining();
    const credentials = credentialsOf(maildrop);
    if (security === 'none' && !config.allowPlaintext) throw new BridgeFailure('plaintext_refused');
    // First of all: what is refused takes no place and no turn from anybody, and all refusals take the same time.
    const targets = await admitTarget({ host, port, purpose: 'pop3' }, environment, lifetime, known === null);
    const began = performance.now();
    const { signal } = lifetime;
    const lease = leaseKey({ host, ...credentials });
    endLeftOpen(lease);
    release = await takeLease(lease, limits.leaseMs, signal);
    const rest = Math.max(0, limits.leaseMs - (performance.now() - began));
    const place = await places.take({ ...client, streams }, limits, rest, signal);
    if (typeof place === 'string') throw new BridgeFailure(noPlace);
    leave = place;
    // Once more, since it may have waited in line meanwhile.
    refuseWhileDraining();
    lifetime.phase(limits.connectMs);

    const connect = () => greet(targets, maildrop, steps, lifetime, environment, known === null);
    greeted = await connect();
    let announced: Capabilities | null = known && remembered(known);
    if (!known) {
      try {
        announced = await greeted.session.capa();
      } catch (error) {
        if (!(error instanceof Pop3Closed)) throw error;
        // Some servers hang up on CAPA. They are asked again without it.
        greeted = await connect();
      }
    }
    const { session, wire } = greeted;
    if (security === 'starttls') {
      await startTls(session, announced, steps);
      if (!known) announced = announced && (await session.capa());
    }
    steps.next('password');
    // Operator and user have both said so, or we would not be here without TLS.
    const plaintext = security === 'none';
    const login = { tls: !plaintext, plaintext, md5, inTurn: inTurn(signal) };
    await session.login(credentials, announced, login).catch((error: unknown) => {
      throw announced ? withoutKnownWay(error, announced) : error;
    });
    steps.next('mailbox');
    const server = known ?? toKnown(announced, announced && (await session.capa()));
    const room = new ListingRoom(environment);
    session.beforeListing = (messages) => room.take(messages);
    const quiet = () => session.quiet && wire.quiet;
    const held = { leave, release, lease };
    return opened(session, server, steps, room, lifetime, held, quiet, limits.quitMs);
  } catch (error) {
    greeted?.session.close();
    leave?.();
    release?.();
    lifetime.release();
    if (error instanceof RequestGone) throw error;
    const problem = toProblem(error, steps.current);
    throw new BridgeFailure('token' in maildrop ? ofToken(problem) : problem, steps.done);
  }
}

interface Greeted {
  session: Pop3Session;
  wire: SocketWire;
}

async function greet(
  targets: readonly Target[],
  { port, security, pin }: Maildrop,
  steps: Steps,
  lifetime: Lifetime,
  ground: Ground,
  signingIn: boolean,
): Promise<Greeted> {
  const { config, limits, log } = ground;
  log.connectionEnds();
  const { signal } = lifetime;
  steps.next('connection');
  const { socket, target } = await dial(targets, port, signal, limits.staggerMs);
  const told = signingIn ? (certificateDays: number) => steps.finish({ certificateDays }) : null;
  const secure = secureWith(target, trustIn(config, pin), signal, told);
  if (security === 'tls') steps.next('tls');
  const connected = security === 'tls' ? await secure(socket) : socket;
  const wire = new SocketWire(connected, secure, signal, limits.readAheadOctets);
  if (security === 'tls') steps.current = 'greeting';
  else steps.next('greeting');
  const word = Pop3Session.open(wire, log);
  const place = { target, port };
  const patient = security !== 'tls' && signingIn;
  return { session: await (patient ? unlessTlsFirst(word, wire, place, signal, ground) : word), wire };
}

async function startTls(session: Pop3Session, announced: Capabilities | null, steps: Steps): Promise<void> {
  // Fails closed: an announcement without STLS may be one that somebody stripped (RFC 2595 §4, RFC 3207 §6).
  if (announced && !announced.stls) throw new BridgeFailure(problemOf('starttls_missing', { step: 'tls' }));
  steps.next('tls');
  try {
    await session.stls();
    steps.current = 'greeting';
  } catch (error) {
    if (!(error instanceof Pop3Refusal)) throw error;
    throw new BridgeFailure(problemOf('starttls_missing', { step: 'tls', said: error.said }));
  }
}

function opened(
  session: Pop3Session,
  server: KnownServer,
  steps: Steps,
  room: ListingRoom,
  lifetime: Lifetime,
  held: { leave: Leave; release: () => void; lease: string },
  quiet: () => boolean,
  quitMs: number,
): OpenMaildrop {
  let { leave } = held;
  const over = () => {
    session.close();
    lifetime.release();
    room.giveBack();
    leave();
    held.release();
  };
  return {
    session,
    server,
    steps,
    lease: held.lease,
    room,
    quiet,
    moveTo(place) {
      leave();
      leave = place;
    },
    drop: over,
    async quit(withinMs = quitMs) {
      lifetime.phase(withinMs);
      try {
        await session.quit();
        return 'agreed';
      } catch (error) {
        return error instanceof Pop3Refusal ? 'refused' : 'lost';
      } finally {
        over();
      }
    },
  };
}

/** SASL and USER are announced before login, the rest counts as it stands after it (RFC 2449 §5). */
function toKnown(before: Capabilities | null, after: Capabilities | null): KnownServer {
  const now = after ?? before;
  return {
    uidl: now?.uidl ?? false,
    top: now?.top ?? false,
    pipelining: now?.pipelining ?? false,
    sasl: before?.sasl ?? [],
    loginDelay: now?.loginDelay ?? null,
    expire: now?.expire ?? null,
    user: before?.user ?? true,
  };
}

/** The announcement that was remembered, in the form in which a session takes it. */
function remembered(server: KnownServer): Capabilities {
  return { ...server, tags: new Map(), stls: true, respCodes: false };
}
