import type { ListingAnswer } from '@/lib/contract/routes';
import type { AccountRecord } from '@/lib/store/records/account';
import type { AccountStore } from './accountStore';
import { Bookkeeper, keepsRetrieved, type Verdict } from './bookkeeper';
import type { BridgeCalls } from './engine';
import type { Next } from './manners';
import { Pipelining } from './pipelining';
import { plan, seenAfter } from './plan';
import { Remover } from './remover';
import { Retriever, type Round, RoundLeft } from './retriever';
import { type AccountStatus, noticesOf, type Trouble } from './status';
import { endsLeadership, troubleOf } from './troubles';

/** A listing that a round may begin with. */
export interface Listed {
  answer: ListingAnswer;
  /** From then on the server may look quite different, ms since 1970. */
  until: number;
}

/**
 * One account's checks. A round is one straight line:
 *
 *   listing → judge → plan → ( messages → commit → settle )* → note what was seen and what is gone
 *           → ( verify → delete )* → listing
 */
export class AccountSync {
  readonly #id: string;
  readonly #store: AccountStore;
  readonly #bridge: BridgeCalls;
  readonly #changed: () => void;
  readonly #pipelining: Pipelining;
  readonly #retriever: Retriever;
  readonly #remover: Remover;
  readonly #books: Bookkeeper;
  /**
   * What the next round begins with: what the sign-in has seen on the server, or the listing whose messages it would not
   * let us log in for again so soon (LOGIN-DELAY, RFC 2449 §6.5). Another listing would use up the one login that is allowed.
   */
  #listed: Listed | null;
  /** Deletions came too soon after the round's other logins: the next round begins with them. */
  #removeFirst = false;
  #abort: AbortController | null = null;
  #stoppedAs: 'stopped' | 'paused' = 'stopped';
  #finishing = false;
  #more = false;
  /** The round has begun to ask what there is: what has come, or is asked for, from now on it may not see any more. */
  #asked = false;
  /** What the last full listing, and those after it, held and no retrieval will ever bring. */
  #leftOut: number;
  #status: AccountStatus;

  constructor(
    account: AccountRecord,
    store: AccountStore,
    bridge: BridgeCalls,
    changed: () => void,
    listed: Listed | null = null,
  ) {
    this.#id = account.id;
    this.#listed = listed;
    this.#store = store;
    this.#bridge = bridge;
    this.#changed = changed;
    this.#leftOut = account.leftOut ?? 0;
    this.#pipelining = new Pipelining(account.sequential ?? false);
    const display = {
      status: () => this.#status,
      set: (change: Partial<AccountStatus>) => this.#set(change),
    };
    this.#retriever = new Retriever(account.id, store, bridge, this.#pipelining, display);
    this.#remover = new Remover(account.id, store, bridge, this.#pipelining);
    this.#books = new Bookkeeper(account.id, store, this.#retriever, this.#remover);
    this.#status = {
      account: account.id,
      phase: account.key === null ? 'signed-out' : 'waiting',
      ...nothing,
      rate: 0,
      checkedAt: account.checkedAt,
      problem: null,
      notices: noticesOf(account),
      deferred: account.deferred ?? null,
      next: null,
    };
  }

  get status(): AccountStatus {
    return { ...this.#status, rate: this.#status.phase === 'getting' ? this.#retriever.rate(Date.now()) : 0 };
  }

  /**
   * The server may show more, now that it has heard of what it showed: nothing of its listing had been settled before,
   * and it got a QUIT. Gmail lists some 250 messages at a time and hides at QUIT what was retrieved. Elsewhere this is so
   * after the first round alone, and another check costs some hundred octets.
   */
  get more(): boolean {
    return this.#more;
  }

  /** What the last round saw on the server and may believe, UIDL to LIST's octets; null: it did not look. Once. */
  takeSure(): ReadonlyMap<string, number> | null {
    return this.#books.takeSure();
  }

  /** A round is at work, and will bring what there is by now and do what is asked for. */
  get underWay(): boolean {
    const { phase } = this.#status;
    return phase === 'checking' && !this.#asked && this.#abort?.signal.aborted === false;
  }

  /** When the next round comes is the engine's business; people are told of it. */
  set next(next: Next | null) {
    this.#set({ next });
  }

  /** Ends the round after the session that runs, at its settlement. */
  finish(): void {
    this.#finishing = true;
  }

  /** Ends the round; what is stored stays, the next round goes on from there. Paused: until somebody asks for it. */
  stop(as: 'stopped' | 'paused' = 'stopped'): void {
    this.#stoppedAs = as;
    if (this.#abort) this.#abort.abort();
    else if (as === 'paused') this.#set({ phase: 'paused' });
  }

  /**
   * One round. Resolves when it is over, well or not (see `status`); rejects only when this worker must not go on.
   * While a round runs, further calls do nothing.
   *
   * @param sparing large messages wait: the device is short of something
   * @param asked somebody asked for it: what a listing left out is looked for again
   */
  async check(sparing = false, asked = false): Promise<void> {
    if (this.#abort) return;
    const abort = new AbortController();
    this.#abort = abort;
    try {
      const record = await this.#store.account(this.#id);
      if (!record || record.key === null) {
        this.#set({ phase: 'signed-out' });
        return;
      }
      const notices = noticesOf(record);
      if (notices.some((notice) => notice.kind === 'removes-itself' && notice.asks)) {
        this.#set({ phase: 'stopped', notices, ...nothing });
        return;
      }
      const credentials = { id: record.id, key: record.key };
      const round = { credentials, signal: abort.signal, finishing: () => this.#finishing };
      await this.#round(record, round, sparing, asked);
    } catch (error) {
      if (endsLeadership(error)) throw error;
      if (error instanceof RoundLeft) this.#set({ phase: 'waiting' });
      else if (abort.signal.aborted) this.#set({ phase: this.#stoppedAs });
      else this.#fail(troubleOf(error));
    } finally {
      this.#abort = null;
    }
  }

  async #round(record: AccountRecord, round: Round, sparing: boolean, asked: boolean): Promise<void> {
    this.#more = false;
    this.#asked = false;
    this.#retriever.begin();
    this.#set({ phase: 'checking', problem: null, notices: noticesOf(record), next: null, ...nothing });
    if (this.#removeFirst) {
      this.#removeFirst = false;
      // The one login that the server allows now is for what the last round could not delete any more.
      if (await this.#remove(record, round, sparing))
        return this.#set({ phase: 'idle', missing: this.#leftOut, leftOut: this.#leftOut });
    }
    const now = Date.now();
    const known = await this.#store.known(this.#id);
    const resumed = this.#listed && now < this.#listed.until ? this.#listed.answer : null;
    this.#listed = null;
    // What was put off or left out is named by a full listing alone.
    const putOff = !sparing && (record.deferred ?? null) !== null;
    const seenBefore =
      putOff || (asked && this.#leftOut > 0) ? null : await this.#books.seenBefore(record, known, now);
    this.#asked = true;
    const answer = resumed ?? (await this.#list(seenBefore, round));
    const settledBefore = (uidl: string) => known.stored.has(uidl) && !known.unsettled.has(uidl);
    const keeps = keepsRetrieved(record, answer, settledBefore);
    let verdict: Verdict | null = null;
    const leftOutBefore = this.#leftOut;
    let deferred = record.deferred ?? null;
    let missing = 0;
    if (answer.kind !== 'unchanged') {
      try {
        if (answer.kind === 'full')
          verdict = await this.#books.judge(record, answer, keeps, round, resumed !== null);
        const most = record.policy?.maxOctets ?? null;
        const planned = plan(answer.entries, verdict?.stored ?? known.stored, most, sparing);
        deferred = sum(answer.kind === 'full' ? null : deferred, planned.deferred);
        // The bridge leaves out what has no UIDL: without a name it cannot be retrieved exactly once.
        const nameless = answer.kind === 'full' ? Math.max(0, answer.count - answer.entries.length) : 0;
        this.#leftOut = planned.leftOut + nameless + (answer.kind === 'full' ? 0 : this.#leftOut);
        missing = await this.#retriever.all(planned, round, verdict?.moved);
        if (record.capabilities.top) missing += await this.#retriever.headersOnly(planned.headers, round);
        else this.#leftOut += planned.headers.length;
        if (planned.wanted.length === 0) await this.#retriever.settleAgain(answer.entries, known, round);
      } catch (error) {
        if (troubleOf(error).code === 'too_soon') this.#listed = { answer, until: Number.POSITIVE_INFINITY };
        throw error;
      }
    }
    const whole = record.wholeWanted ?? [];
    if (whole.length > 0) await this.#retriever.whole(whole, round);
    const anySettled = answer.entries.some(([, uidl]) => settledBefore(uidl));
    this.#more = answer.kind === 'full' && this.#retriever.settledSome && !anySettled;
    // With messages missing, the next check has to look at the whole listing again.
    const seen = missing === 0 ? seenAfter(answer, record.seen) : null;
    // What is left out for the first time may be there the next time; if it is not, cheap checks do again.
    const odd = answer.kind === 'full' && this.#leftOut > 0 && this.#leftOut !== leftOutBefore;
    const notes = {
      keepsRetrieved: keeps,
      seen,
      deferred,
      leftOut: this.#leftOut,
      ...(odd && { listedAt: null }),
    };
    await this.#books.conclude(record, answer, verdict, notes, now);
    await this.#remove(record, round, sparing, missing);
    const left = { missing: missing + this.#leftOut, leftOut: this.#leftOut };
    this.#set({ phase: 'idle', checkedAt: Date.now(), ...left, deferred, notices: noticesOf(record) });
  }

  /**
   * Deletes what is due, and takes the listing that proves it.
   *
   * @param missing messages that this round wanted and did not get
   * @returns whether there was anything to delete
   */
  async #remove(record: AccountRecord, round: Round, sparing: boolean, missing = 0): Promise<boolean> {
    if (record.quarantine || round.finishing()) return false;
    // A round is long: what holds now is what a person has said meanwhile.
    const fresh = await this.#store.account(this.#id);
    if (!fresh || fresh.key === null) return false;
    const due = await this.#remover.due(fresh, Date.now());
    if (due.named.length === 0) return false;
    try {
      const { credentials, signal } = round;
      if (!(await this.#remover.run(due, this.#books.suspects, credentials, signal))) return true;
      const now = Date.now();
      const answer = await this.#list(null, round);
      const verdict = await this.#books.judge(record, answer, record.keepsRetrieved ?? false, round, true);
      // Mail that has come since the round's own listing: no cheap check may pass it over, and the next round gets it.
      const { wanted, headers } = plan(
        answer.entries,
        verdict.stored,
        fresh.policy?.maxOctets ?? null,
        sparing,
      );
      const waiting = wanted.length + (record.capabilities.top ? headers.length : 0);
      const seen = waiting === 0 ? seenAfter(answer, record.seen) : null;
      await this.#books.conclude(record, answer, verdict, { seen }, now);
      this.#more ||= waiting > missing;
    } catch (error) {
      if (troubleOf(error).code !== 'too_soon') throw error;
      this.#removeFirst = true;
    }
    return true;
  }

  /**
   * What is on the server; a second time, one command at a time, where the first looks like a broken pipeline, and in
   * full where the server's answers to a cheap check make no sense.
   */
  async #list(known: AccountRecord['seen'], round: Round): Promise<ListingAnswer> {
    try {
      const { credentials, signal } = round;
      const answer = await this.#bridge.listing(credentials, { known, ...this.#pipelining.wish }, signal);
      await this.#retriever.worked();
      return answer;
    } catch (error) {
      const trouble = troubleOf(error);
      if (this.#pipelining.failed(trouble, true)) return this.#list(known, round);
      // What a check asks for, single numbers, is what some servers answer wrongly; a full listing asks for none.
      if (known !== null && trouble.code === 'protocol_error') return this.#list(null, round);
      throw error;
    }
  }

  #fail(problem: Trouble): void {
    this.#set({ phase: problem.code === 'signed_out' ? 'signed-out' : 'failed', problem });
  }

  #set(change: Partial<AccountStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#changed();
  }
}

function sum(...parts: AccountStatus['deferred'][]): AccountStatus['deferred'] {
  const messages = parts.reduce((total, part) => total + (part?.messages ?? 0), 0);
  const octets = parts.reduce((total, part) => total + (part?.octets ?? 0), 0);
  return messages > 0 ? { messages, octets } : null;
}

const nothing = { got: 0, total: 0, octetsGot: 0, octetsTotal: 0, missing: 0 };
