import type { ListingAnswer, ListingEntry } from '@/lib/contract/routes';
import type { AccountNotes } from '@/lib/store/accounts';
import type { Known, NewName } from '@/lib/store/ledger';
import type { AccountRecord } from '@/lib/store/schema';
import type { AccountStore } from './accountStore';
import type { Moved } from './batcher';
import type { BridgeCalls } from './engine';
import { type Judgement, judge, quarantineAfter } from './judge';
import { Pipelining } from './pipelining';
import { plan, seenAfter } from './plan';
import { recognise, stillTheSame } from './recognise';
import { Remover } from './remover';
import { Retriever, type Round, RoundLeft } from './retriever';
import { type AccountStatus, noticesOf, type Trouble } from './status';
import { endsLeadership, troubleOf } from './troubles';

/** A full listing is taken after so long although cheap checks agree, ms. */
const fullListingEvery = 24 * 3_600_000;

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
  /**
   * The listing whose messages the server would not let us log in for again so soon (LOGIN-DELAY, RFC 2449 §6.5). The
   * next round begins with them: another listing would use up the one login that is allowed.
   */
  #listed: ListingAnswer | null = null;
  /** Deletions came too soon after the round's other logins: the next round begins with them. */
  #removeFirst = false;
  /** UIDLs that may be another message's by the last full listing. */
  #suspects: ReadonlySet<string> = new Set();
  #abort: AbortController | null = null;
  #finishing = false;
  #more = false;
  /** What the last full listing, and those after it, held and no retrieval will ever bring. */
  #leftOut = 0;
  #status: AccountStatus;

  constructor(account: AccountRecord, store: AccountStore, bridge: BridgeCalls, changed: () => void) {
    this.#id = account.id;
    this.#store = store;
    this.#bridge = bridge;
    this.#changed = changed;
    this.#pipelining = new Pipelining(account.sequential ?? false);
    const display = {
      status: () => this.#status,
      set: (change: Partial<AccountStatus>) => this.#set(change),
    };
    this.#retriever = new Retriever(account.id, store, bridge, this.#pipelining, display);
    this.#remover = new Remover(account.id, store, bridge, this.#pipelining);
    this.#status = {
      account: account.id,
      phase: account.key === null ? 'signed-out' : 'waiting',
      ...nothing,
      rate: 0,
      checkedAt: account.checkedAt,
      problem: null,
      notices: noticesOf(account),
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
      const credentials = { id: record.id, key: record.key };
      await this.#round(record, { credentials, signal: abort.signal, finishing: () => this.#finishing });
    } catch (error) {
      if (endsLeadership(error)) throw error;
      if (error instanceof RoundLeft) this.#set({ phase: 'waiting' });
      else if (abort.signal.aborted) this.#set({ phase: 'stopped' });
      else this.#fail(troubleOf(error));
    } finally {
      this.#abort = null;
    }
  }

  async #round(record: AccountRecord, round: Round): Promise<void> {
    this.#more = false;
    this.#retriever.begin();
    this.#set({ phase: 'checking', problem: null, notices: noticesOf(record), ...nothing });
    if (this.#removeFirst) {
      this.#removeFirst = false;
      // The one login that the server allows now is for what the last round could not delete any more.
      if (await this.#remove(record, round)) return this.#set({ phase: 'idle', missing: this.#leftOut });
    }
    const now = Date.now();
    const known = await this.#store.known(this.#id);
    const resumed = this.#listed;
    this.#listed = null;
    const answer = resumed ?? (await this.#list(await this.#seenBefore(record, known, now), round));
    const settledBefore = (uidl: string) => known.stored.has(uidl) && !known.unsettled.has(uidl);
    const keeps = keepsRetrieved(record, answer, settledBefore);
    let verdict: Verdict | null = null;
    let missing = 0;
    if (answer.kind !== 'unchanged') {
      try {
        if (answer.kind === 'full')
          verdict = await this.#judge(record, answer, keeps, round, resumed !== null);
        const planned = plan(answer.entries, verdict?.stored ?? known.stored);
        // The bridge leaves out what has no UIDL: without a name it cannot be retrieved exactly once.
        const nameless = answer.kind === 'full' ? Math.max(0, answer.count - answer.entries.length) : 0;
        this.#leftOut = planned.leftOut + nameless + (answer.kind === 'full' ? 0 : this.#leftOut);
        missing = await this.#retriever.all(planned, round, verdict?.moved);
        if (planned.wanted.length === 0) await this.#retriever.settleAgain(answer.entries, known, round);
      } catch (error) {
        if (troubleOf(error).code === 'too_soon') this.#listed = answer;
        throw error;
      }
    }
    const anySettled = answer.entries.some(([, uidl]) => settledBefore(uidl));
    this.#more = answer.kind === 'full' && this.#retriever.settledSome && !anySettled;
    // With messages missing, the next check has to look at the whole listing again.
    const seen = missing === 0 ? seenAfter(answer, record.seen) : null;
    await this.#conclude(record, answer, verdict, { keepsRetrieved: keeps, seen }, now);
    await this.#remove(record, round);
    this.#set({ phase: 'idle', checkedAt: Date.now(), missing: missing + this.#leftOut });
  }

  /** What a cheap check may compare with; null where the whole listing is needed. */
  async #seenBefore(record: AccountRecord, known: Known, now: number): Promise<AccountRecord['seen']> {
    const fresh = record.listedAt !== null && now - record.listedAt < fullListingEvery;
    // A server that hides mail only at QUIT shows the same window until it has heard of all of it.
    if (!fresh || known.unsettled.size > 0 || record.quarantine) return null;
    // Only a whole listing says what has become of what was to be deleted.
    const deletions = await this.#store.deletions(this.#id);
    return deletions.some(({ state }) => state === 'sent') ? null : record.seen;
  }

  /** Holds a full listing against the ledger; after a migration, what is stored gets its new names first. */
  async #judge(
    record: AccountRecord,
    answer: ListingAnswer,
    keeps: boolean,
    round: Round,
    resumed: boolean,
  ): Promise<Verdict> {
    const deletions = await this.#store.deletions(this.#id);
    const leaving = new Set(deletions.filter(({ state }) => state === 'sent').map(({ uidl }) => uidl));
    let ledger = await this.#store.ledger(this.#id);
    let judgement = judge(answer, ledger, leaving, keeps);
    let moved: Moved | null = null;
    // A round that goes on where the last one was sent away has looked already.
    const looks = !resumed && record.capabilities.top;
    const headersOf = (some: readonly ListingEntry[]) => this.#retriever.headers(some, round);
    const rename = (names: ReadonlyMap<string, NewName>) => this.#store.rename(this.#id, names);
    if (judgement.suspects.size > 0 && looks && judgement.oddity !== 'inconsistent') {
      const { suspects } = judgement;
      const some = answer.entries.filter(([, uidl]) => suspects.has(uidl)).reverse();
      const same = await stillTheSame(some, ledger, headersOf);
      if (same.size > 0) {
        await rename(same);
        ledger = await this.#store.ledger(this.#id);
        judgement = judge(answer, ledger, leaving, keeps);
      }
    }
    if (judgement.oddity === 'changed') {
      const absent = [...judgement.absent].flatMap((uidl) => ledger.get(uidl) ?? []);
      moved = { names: new Map(absent.map(({ sha256, uidl }) => [sha256, uidl])), rename };
      const names = looks ? await recognise(answer.entries, absent, headersOf) : null;
      if (names && names.size > 0) {
        await rename(names);
        for (const old of names.keys()) moved.names.delete(ledger.get(old)?.sha256 ?? '');
        ledger = await this.#store.ledger(this.#id);
        judgement = judge(answer, ledger, leaving, keeps);
      } else if (names || !keeps) judgement = { ...judgement, oddity: null };
    }
    this.#suspects = judgement.suspects;
    return { judgement, moved, stored: new Set(ledger.keys()) };
  }

  /** Writes down what the listing says: what is gone, what is back, whether it may be believed at all. */
  async #conclude(
    record: AccountRecord,
    answer: ListingAnswer,
    verdict: Verdict | null,
    notes: AccountNotes,
    now: number,
  ): Promise<void> {
    const more: AccountNotes = { ...notes, checkedAt: Date.now() };
    if (answer.kind === 'full') more.listedAt = now;
    if (verdict) {
      const { judgement } = verdict;
      const { quarantine, believed } = quarantineAfter(record.quarantine ?? null, judgement, now);
      more.quarantine = quarantine;
      if (believed) {
        const { absent, back, listed } = judgement;
        const names = new Set(answer.entries.map(([, uidl]) => uidl));
        const ignores = await this.#remover.stillThere(judgement, names);
        if (ignores !== null) more.ignoresDeletion = ignores;
        const keeps = notes.keepsRetrieved ?? record.keepsRetrieved ?? false;
        const emptied = judgement.missing > 0 && names.size === 0;
        more.removesItself = !keeps && (emptied || record.removesItself === true);
        if (absent.size + back.size > 0)
          await this.#store.findings(this.#id, { absent, back, listed, at: now });
      }
    }
    await this.#store.note(this.#id, more);
    Object.assign(record, more);
    this.#set({ notices: noticesOf(record) });
  }

  /** Deletes what is due, and takes the listing that proves it. @returns whether there was anything to delete */
  async #remove(record: AccountRecord, round: Round): Promise<boolean> {
    if (record.quarantine || round.finishing()) return false;
    const due = await this.#remover.due(record, Date.now());
    if (due.length === 0) return false;
    try {
      const { credentials, signal } = round;
      if (!(await this.#remover.run(due, this.#suspects, credentials, signal))) return true;
      const now = Date.now();
      const answer = await this.#list(null, round);
      const verdict = await this.#judge(record, answer, record.keepsRetrieved ?? false, round, true);
      await this.#conclude(record, answer, verdict, { seen: seenAfter(answer, record.seen) }, now);
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

/** A full listing, judged. */
interface Verdict {
  judgement: Judgement;
  /** After a listing that names nothing known: what is stored under other names. */
  moved: Moved | null;
  /** UIDLs of all that is stored. */
  stored: Set<string>;
}

const nothing = { got: 0, total: 0, octetsGot: 0, octetsTotal: 0, missing: 0 };

/** Whether the server has been seen, now or before, to list what was retrieved and settled. */
function keepsRetrieved(
  record: AccountRecord,
  answer: ListingAnswer,
  settledBefore: (uidl: string) => boolean,
): boolean {
  if (record.keepsRetrieved) return true;
  if (answer.kind === 'full') return answer.entries.some(([, uidl]) => settledBefore(uidl));
  return record.seen !== null && settledBefore(record.seen.last);
}
