import type { ListingEntry } from '@/lib/contract/routes';
import type { Known, Recognisable } from '@/lib/store/ledger';
import type { AccountStore } from './accountStore';
import type { Commit, Moved } from './batcher';
import { type Credentials, codeOf, note } from './bridge';
import { BridgeProblem } from './call';
import type { BridgeCalls } from './engine';
import { packHeaders, readHeaders } from './headers';
import { MessageUnfit } from './messageUnfit';
import type { Pipelining } from './pipelining';
import { type Plan, plan, type Wanted } from './plan';
import { Portions, usual } from './portions';
import { Rate } from './rate';
import { type Retrieval, retrieve } from './retrieve';
import type { AccountStatus } from './status';
import { endsLeadership, stopsRound, troubleOf } from './troubles';

/** A message on which the session broke this often is left out of the round, so that it cannot hold up the others. */
const maxBreaks = 2;
/** Requests in a row without a single message before the round gives up. */
const maxBarren = 3;
/** Headers of so many are in memory at a time, and in one transaction. */
const headersAtOnce = 50;

/** The round that a retrieval is part of. */
export interface Round {
  credentials: Credentials;
  signal: AbortSignal;
  /** Another worker is to go on after the session that runs. */
  finishing(): boolean;
}

/** What people see of an account. */
export interface Display {
  status(): AccountStatus;
  set(change: Partial<AccountStatus>): void;
}

/** How a session's messages are taken, where it is not as new ones. */
interface Ways {
  again?: ReadonlyMap<string, Recognisable>;
  moved?: Moved | null;
  commit?: Commit;
}

/** Brings an account's messages, in as many sessions as it takes. */
export class Retriever {
  readonly #rate = new Rate();
  readonly #portions = new Portions();
  /** Some session since the last `begin` has brought the server to a QUIT for something that was stored. */
  #settledSome = false;

  constructor(
    private readonly id: string,
    private readonly store: AccountStore,
    private readonly bridge: BridgeCalls,
    private readonly pipelining: Pipelining,
    private readonly display: Display,
  ) {}

  /** Octets a second. */
  rate(now: number): number {
    return this.#rate.at(now);
  }

  get settledSome(): boolean {
    return this.#settledSome;
  }

  begin(): void {
    this.#settledSome = false;
  }

  /** Retrieves all that is planned. Resolves with how many could not be had. */
  async all(planned: Plan, round: Round, moved: Moved | null = null): Promise<number> {
    if (planned.wanted.length === 0) return 0;
    this.display.set({ phase: 'getting', total: planned.wanted.length, octetsTotal: planned.octets });
    const breaks = new Map<string, number>();
    let wanted = planned.wanted;
    let missing = 0;
    let barren = 0;
    while (wanted.length > 0) {
      round.signal.throwIfAborted();
      if (round.finishing()) throw new RoundLeft();
      const asked = this.#portions.next(wanted);
      const began = performance.now();
      const result = await this.#some(asked, round, { moved });
      if (result.failure && (endsLeadership(result.failure.error) || round.signal.aborted))
        throw result.failure.error;
      const settled = new Set([...result.stored, ...result.missing]);
      const whole = !result.failure && settled.size === asked.length;
      this.#portions.heard(asked.length, performance.now() - began, whole);
      if (settled.size > 0) await this.worked();
      missing += result.missing.length;
      wanted = wanted.filter(({ uidl }) => !settled.has(uidl));
      // What is asked again in another way has not been tried in earnest yet: neither message nor server is to blame.
      if (result.failure && this.pipelining.failed(troubleOf(result.failure.error), settled.size === 0))
        continue;
      barren = settled.size > 0 ? 0 : barren + 1;
      if (result.failure) {
        if (stopsRound(troubleOf(result.failure.error)) || barren >= maxBarren) throw result.failure.error;
        const suspect = result.failure.suspect;
        if (suspect !== null) {
          breaks.set(suspect, (breaks.get(suspect) ?? 0) + 1);
          if ((breaks.get(suspect) ?? 0) >= maxBreaks) {
            missing += 1;
            barren = 0;
            wanted = wanted.filter(({ uidl }) => uidl !== suspect);
          }
        }
      } else if (barren >= maxBarren) {
        throw stalled();
      }
    }
    return missing;
  }

  /**
   * Mail that is stored and was never settled (the tab was closed, the receipt came late) is retrieved once more, for
   * the receipt: Gmail's window of about 250 messages only moves on at QUIT. Where something that was settled is still
   * listed, the server hides nothing, and nothing needs to be done. Either way it is done once. Servers that write messages
   * anew each time (Exchange) send other octets then: by its fingerprint a message is still the same, and gets no second copy.
   */
  async settleAgain(
    entries: readonly ListingEntry[],
    { stored, unsettled }: Known,
    round: Round,
  ): Promise<void> {
    if (unsettled.size === 0) return;
    const hidesNothing = entries.some(([, uidl]) => stored.has(uidl) && !unsettled.has(uidl));
    const listed = new Set(entries.map(([, uidl]) => uidl));
    const gone = [...unsettled.keys()].filter((uidl) => !listed.has(uidl));
    const asked = hidesNothing
      ? []
      : plan(entries, new Set()).wanted.filter(({ uidl }) => unsettled.has(uidl));
    let heard = hidesNothing ? [...unsettled.keys()] : gone;
    if (asked.length > 0) {
      const once = asked.slice(0, usual);
      const { outcome } = await this.#some(once, round, { again: unsettled });
      if (outcome !== null) heard = [...heard, ...once.map(({ uidl }) => uidl)];
    }
    await this.store.settled(this.id, new Set(heard));
  }

  /** The headers of these; what the server would not show is missing. @throws BridgeProblem, FrameError */
  async headers(
    entries: readonly ListingEntry[],
    { credentials, signal }: Round,
  ): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
    const wanted = entries.map(([number, uidl, octets]) => ({ number, uidl, octets }));
    const request = { wanted, part: 'header' as const, ...this.pipelining.wish };
    const began = Date.now();
    const stream = await this.bridge.messages(credentials, request, signal);
    return readHeaders(stream, (log, error) => note(this.id, 'messages', began, codeOf(error), log));
  }

  /** Stores the headers of these. Resolves with how many could not be had. @throws BridgeProblem, FrameError */
  async headersOnly(wanted: readonly Wanted[], round: Round): Promise<number> {
    let missing = 0;
    for (let at = 0; at < wanted.length; at += headersAtOnce) {
      round.signal.throwIfAborted();
      if (round.finishing()) throw new RoundLeft();
      const some = wanted.slice(at, at + headersAtOnce);
      const headers = await this.headers(
        some.map(({ number, uidl, octets }): ListingEntry => [number, uidl, octets]),
        round,
      );
      missing += some.length - headers.size;
      if (headers.size === 0) continue;
      const { pack, messages } = await packHeaders(some, headers);
      await this.store.commitHeaders(this.id, pack, messages);
      this.display.set({ got: this.display.status().got + messages.length });
    }
    return missing;
  }

  /**
   * Brings the whole of messages of which only the header is here, or whose bytes are damaged here: as many as a session
   * may. What cannot be had is not asked for again.
   */
  async whole(uidls: readonly string[], round: Round): Promise<void> {
    // Where they stand now is not known: the first number is as good a hint as any, and the bridge looks them up.
    const wanted = uidls.slice(0, usual).map((uidl) => ({ number: 1, uidl, octets: 0 }));
    const commit: Commit = (pack, messages) => this.store.complete(this.id, pack, messages);
    const { failure, missing } = await this.#some(wanted, round, { commit });
    const unfit = failure?.error instanceof MessageUnfit ? [failure.error.uidl] : [];
    const hopeless = [...missing, ...unfit];
    if (hopeless.length > 0) await this.store.giveUpWhole(this.id, hopeless);
    if (failure) throw failure.error;
  }

  /** Remembers for the account what has been seen to help. */
  async worked(): Promise<void> {
    if (this.pipelining.worked()) await this.store.note(this.id, { sequential: true });
  }

  async #some(
    asked: readonly Wanted[],
    { credentials, signal }: Round,
    { again, moved, commit }: Ways = {},
  ): Promise<Retrieval> {
    const before = this.display.status();
    let arrived = 0;
    const began = Date.now();
    const stream = await this.bridge
      .messages(credentials, { wanted: [...asked], ...this.pipelining.wish }, signal)
      .catch((error: unknown) => ({ error }));
    if ('error' in stream)
      return {
        stored: [],
        outcome: null,
        missing: [],
        log: [],
        failure: { error: stream.error, suspect: null },
      };
    const result = await retrieve(
      stream,
      {
        commit: commit ?? ((pack, messages) => this.store.commit(this.id, pack, messages)),
        settle: async (session, stored) => {
          await this.bridge.settle(credentials, { session, stored: [...stored] }, signal);
        },
        arrived: (octets) => {
          arrived += octets;
          this.#rate.add(octets, Date.now());
          this.display.set({ octetsGot: before.octetsGot + arrived });
        },
        stored: (messages) => this.display.set({ got: this.display.status().got + messages }),
      },
      again,
      moved,
    );
    note(this.id, 'messages', began, codeOf(result.failure?.error ?? null), result.log);
    // What was cut off will come again: count only what is stored, in LIST's octets like the total.
    const stored = new Set(result.stored);
    const octets = asked.reduce((sum, { uidl, octets }) => (stored.has(uidl) ? sum + octets : sum), 0);
    this.display.set({ octetsGot: before.octetsGot + octets });
    if (result.outcome === 'quit' && stored.size > 0) {
      await this.store.settled(this.id, stored);
      this.#settledSome = true;
    }
    return result;
  }
}

/** Another worker goes on with the round. */
export class RoundLeft extends Error {}

function stalled(): BridgeProblem {
  return new BridgeProblem({
    code: 'server_temporary',
    message: 'The mail server hands over no messages.',
    hint: 'Try again in a few minutes.',
  });
}
