import { maxWanted } from '@/lib/contract/constants';
import type { ListingAnswer, ListingEntry } from '@/lib/contract/routes';
import type { Known } from '@/lib/store/ledger';
import type { AccountRecord } from '@/lib/store/schema';
import type { Commit } from './batcher';
import { BridgeProblem } from './bridge';
import type { BridgeCalls } from './engine';
import { Pipelining } from './pipelining';
import { type Plan, plan, seenAfter, type Wanted } from './plan';
import { Rate } from './rate';
import { type Retrieval, retrieve } from './retrieve';
import type { AccountStatus, Trouble } from './status';
import { endsLeadership, stopsRound, troubleOf } from './troubles';

/** What a round needs of the mailbox; the engine hands in the leader's own. */
export interface AccountStore {
  account(id: string): Promise<AccountRecord | undefined>;
  known(id: string): Promise<Known>;
  settled(id: string, uidls: ReadonlySet<string>): Promise<void>;
  commit(id: string, ...batch: Parameters<Commit>): Promise<void>;
  note(
    id: string,
    change: Pick<Partial<AccountRecord>, 'seen' | 'listedAt' | 'checkedAt' | 'sequential'>,
  ): Promise<void>;
}

/** One request asks for so many: a session has room for about this much in its time. */
const perRequest = 500;
/** A message on which the session broke this often is left out of the round, so that it cannot hold up the others. */
const maxBreaks = 2;
/** Requests in a row without a single message before the round gives up. */
const maxBarren = 3;
/** A full listing is taken after so long although cheap checks agree, ms. */
const fullListingEvery = 24 * 3_600_000;

/**
 * One account's checks. A round is one straight line:
 *
 *   listing → plan → ( messages → commit → settle )* → note what was seen
 */
export class AccountSync {
  readonly #id: string;
  readonly #store: AccountStore;
  readonly #bridge: BridgeCalls;
  readonly #changed: () => void;
  readonly #rate = new Rate();
  readonly #pipelining: Pipelining;
  /**
   * The listing whose messages the server would not let us log in for again so soon (LOGIN-DELAY, RFC 2449 §6.5). The
   * next round begins with them: another listing would use up the one login that is allowed.
   */
  #listed: ListingAnswer | null = null;
  #abort: AbortController | null = null;
  #finishing = false;
  #more = false;
  /** The round has brought the server to a QUIT for something that was stored. */
  #settledSome = false;
  /** What the last full listing, and those after it, held and no retrieval will ever bring. */
  #leftOut = 0;
  #status: AccountStatus;

  constructor(account: AccountRecord, store: AccountStore, bridge: BridgeCalls, changed: () => void) {
    this.#id = account.id;
    this.#store = store;
    this.#bridge = bridge;
    this.#changed = changed;
    this.#pipelining = new Pipelining(account.sequential ?? false);
    this.#status = {
      account: account.id,
      phase: account.key === null ? 'signed-out' : 'waiting',
      got: 0,
      total: 0,
      octetsGot: 0,
      octetsTotal: 0,
      rate: 0,
      checkedAt: account.checkedAt,
      missing: 0,
      problem: null,
    };
  }

  get status(): AccountStatus {
    return { ...this.#status, rate: this.#status.phase === 'getting' ? this.#rate.at(Date.now()) : 0 };
  }

  /**
   * The server may show more, now that it has heard of what it showed: nothing of its listing had been settled before,
   * and it got a QUIT. Gmail lists some 250 messages at a time and hides at QUIT what was retrieved. Elsewhere this is so
   * after the first round alone, and another check costs some hundred octets.
   */
  get more(): boolean {
    return this.#more;
  }

  get running(): boolean {
    return this.#abort !== null;
  }

  /** Ends the round after the session that runs, at its settlement. */
  finish(): void {
    this.#finishing = true;
  }

  /** Ends the round; what is stored stays, the next round goes on from there. */
  stop(): void {
    this.#abort?.abort();
  }

  /**
   * One round. Resolves when it is over, well or not (see `status`); rejects only when this worker must not go on.
   * While a round runs, further calls do nothing.
   */
  async check(): Promise<void> {
    if (this.#abort) return;
    const abort = new AbortController();
    this.#abort = abort;
    try {
      const record = await this.#store.account(this.#id);
      if (!record || record.key === null) {
        this.#set({ phase: 'signed-out' });
        return;
      }
      await this.#round(record, { id: record.id, key: record.key }, abort.signal);
    } catch (error) {
      if (endsLeadership(error)) throw error;
      if (error instanceof RoundLeft) this.#set({ phase: 'waiting' });
      else if (abort.signal.aborted) this.#set({ phase: 'stopped' });
      else this.#fail(troubleOf(error));
    } finally {
      this.#abort = null;
    }
  }

  async #round(
    record: AccountRecord,
    credentials: { id: string; key: string },
    signal: AbortSignal,
  ): Promise<void> {
    this.#more = false;
    this.#settledSome = false;
    this.#set({
      phase: 'checking',
      problem: null,
      got: 0,
      total: 0,
      octetsGot: 0,
      octetsTotal: 0,
      missing: 0,
    });
    const now = Date.now();
    const fresh = record.listedAt !== null && now - record.listedAt < fullListingEvery;
    const known = await this.#store.known(record.id);
    // A server that hides mail only at QUIT shows the same window until it has heard of all of it.
    const seenBefore = fresh && known.unsettled.size === 0 ? record.seen : null;
    const answer = this.#listed ?? (await this.#list(seenBefore, credentials, signal));
    this.#listed = null;
    let missing = 0;
    if (answer.kind !== 'unchanged') {
      const planned = plan(answer.entries, known.stored);
      // The bridge leaves out what has no UIDL: without a name it cannot be retrieved exactly once.
      const nameless = answer.kind === 'full' ? Math.max(0, answer.count - answer.entries.length) : 0;
      this.#leftOut = planned.leftOut + nameless + (answer.kind === 'full' ? 0 : this.#leftOut);
      try {
        missing = await this.#getAll(planned, credentials, signal);
        if (planned.wanted.length === 0) await this.#settleAgain(answer.entries, known, credentials, signal);
      } catch (error) {
        if (troubleOf(error).code === 'too_soon') this.#listed = answer;
        throw error;
      }
    }
    const settledBefore = ([, uidl]: ListingEntry) => known.stored.has(uidl) && !known.unsettled.has(uidl);
    this.#more = answer.kind === 'full' && this.#settledSome && !answer.entries.some(settledBefore);
    const checkedAt = Date.now();
    // With messages missing, the next check has to look at the whole listing again.
    const seen = missing === 0 ? seenAfter(answer, record.seen) : null;
    await this.#store.note(record.id, { checkedAt, seen, ...(answer.kind === 'full' && { listedAt: now }) });
    this.#set({ phase: 'idle', checkedAt, missing: missing + this.#leftOut });
  }

  /**
   * Mail that is stored and was never settled (the tab was closed, the receipt came late) is retrieved once more, for
   * the receipt: Gmail's window of about 250 messages only moves on at QUIT. Where something that was settled is still
   * listed, the server hides nothing, and nothing needs to be done. Either way it is done once.
   */
  async #settleAgain(
    entries: readonly ListingEntry[],
    { stored, unsettled }: Known,
    credentials: { id: string; key: string },
    signal: AbortSignal,
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
      const once = asked.slice(0, perRequest);
      const { outcome } = await this.#getSome(once, credentials, signal, unsettled);
      if (outcome !== null) heard = [...heard, ...once.map(({ uidl }) => uidl)];
    }
    await this.#store.settled(this.#id, new Set(heard));
  }

  /**
   * What is on the server; a second time, one command at a time, where the first looks like a broken pipeline, and in
   * full where the server's answers to a cheap check make no sense.
   */
  async #list(
    known: AccountRecord['seen'],
    credentials: { id: string; key: string },
    signal: AbortSignal,
  ): Promise<ListingAnswer> {
    try {
      const answer = await this.#bridge.listing(credentials, { known, ...this.#pipelining.wish }, signal);
      await this.#worked();
      return answer;
    } catch (error) {
      const trouble = troubleOf(error);
      if (this.#pipelining.failed(trouble, true)) return this.#list(known, credentials, signal);
      // What a check asks for, single numbers, is what some servers answer wrongly; a full listing asks for none.
      if (known !== null && trouble.code === 'protocol_error') return this.#list(null, credentials, signal);
      throw error;
    }
  }

  /** Remembers for the account what has been seen to help. */
  async #worked(): Promise<void> {
    if (this.#pipelining.worked()) await this.#store.note(this.#id, { sequential: true });
  }

  /** Retrieves all that is planned, in as many sessions as it takes. Resolves with how many could not be had. */
  async #getAll(
    planned: Plan,
    credentials: { id: string; key: string },
    signal: AbortSignal,
  ): Promise<number> {
    if (planned.wanted.length === 0) return 0;
    this.#set({ phase: 'getting', total: planned.wanted.length, octetsTotal: planned.octets });
    const breaks = new Map<string, number>();
    let wanted = planned.wanted;
    let missing = 0;
    let barren = 0;
    while (wanted.length > 0) {
      signal.throwIfAborted();
      if (this.#finishing) throw new RoundLeft();
      const asked = wanted.slice(0, Math.min(perRequest, maxWanted));
      const result = await this.#getSome(asked, credentials, signal);
      if (result.failure && (endsLeadership(result.failure.error) || signal.aborted))
        throw result.failure.error;
      const settled = new Set([...result.stored, ...result.missing]);
      if (settled.size > 0) await this.#worked();
      missing += result.missing.length;
      wanted = wanted.filter(({ uidl }) => !settled.has(uidl));
      // What is asked again in another way has not been tried in earnest yet: neither message nor server is to blame.
      if (result.failure && this.#pipelining.failed(troubleOf(result.failure.error), settled.size === 0))
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

  async #getSome(
    asked: readonly Wanted[],
    credentials: { id: string; key: string },
    signal: AbortSignal,
    again: ReadonlyMap<string, string> = new Map(),
  ): Promise<Retrieval> {
    const before = { ...this.#status };
    let arrived = 0;
    const stream = await this.#bridge
      .messages(credentials, { wanted: [...asked], ...this.#pipelining.wish }, signal)
      .catch((error: unknown) => ({ error }));
    if ('error' in stream)
      return { stored: [], outcome: null, missing: [], failure: { error: stream.error, suspect: null } };
    const result = await retrieve(
      stream,
      {
        commit: (pack, messages) => this.#store.commit(this.#id, pack, messages),
        settle: async (session, stored) => {
          await this.#bridge.settle(credentials, { session, stored: [...stored] }, signal);
        },
        arrived: (octets) => {
          arrived += octets;
          this.#rate.add(octets, Date.now());
          this.#set({ octetsGot: before.octetsGot + arrived });
        },
        stored: (messages) => this.#set({ got: this.#status.got + messages }),
      },
      again,
    );
    // What was cut off will come again: count only what is stored, in LIST's octets like the total.
    const stored = new Set(result.stored);
    const octets = asked.reduce((sum, { uidl, octets }) => (stored.has(uidl) ? sum + octets : sum), 0);
    this.#set({ octetsGot: before.octetsGot + octets });
    if (result.outcome === 'quit' && stored.size > 0) {
      await this.#store.settled(this.#id, stored);
      this.#settledSome = true;
    }
    return result;
  }

  #fail(problem: Trouble): void {
    this.#set({ phase: problem.code === 'signed_out' ? 'signed-out' : 'failed', problem });
  }

  #set(change: Partial<AccountStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#changed();
  }
}

/** Another worker goes on with the round. */
class RoundLeft extends Error {}

function stalled(): BridgeProblem {
  return new BridgeProblem({
    code: 'server_temporary',
    message: 'The mail server hands over no messages.',
    hint: 'Try again in a few minutes.',
  });
}
