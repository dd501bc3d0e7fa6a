import { listAccounts } from '@/lib/store/accounts';
import type { AccountRecord } from '@/lib/store/schema';
import { leaderStore } from './accountStore';
import { AccountSync } from './accountSync';
import type { listing, messages, remove, settle } from './bridge';
import type { AccountStatus } from './status';
import { waitsForUser } from './troubles';

/** The bridge's routes that the engine uses: the real ones, or a test's. */
export interface BridgeCalls {
  listing: typeof listing;
  messages: typeof messages;
  settle: typeof settle;
  remove: typeof remove;
}

/** Automatic checks come this often, ms, and never more often than the server's LOGIN-DELAY. */
const checkEvery = 120_000;
/** After failures the pause doubles from the first to the second, ms. */
const backOff = { first: 15_000, most: 15 * 60_000 };
/** At most so many accounts at a time: HTTP/1.1 gives an origin six connections, and receipts must find one free. */
const maxSideBySide = 3;
/** A session takes no longer than its budget of 25 s and the message in flight; who hands over waits no longer, ms. */
const finishWithin = 30_000;
/** What has arrived of a round that was cut short is written within this, ms. */
const endWithin = 3_000;

interface Watched {
  sync: AccountSync;
  record: AccountRecord;
  /** When the next automatic check is due, ms since 1970. */
  due: number;
  failures: number;
  /** Set when the user stopped it: no automatic check until the user asks. */
  held: boolean;
  /** Until then the server allows no further login, ms since 1970 (LOGIN-DELAY). */
  notBefore: number;
  /** The round that runs; null between rounds. */
  round: Promise<void> | null;
}

/** Decides which account is checked when. Runs in the leader's worker alone. */
export class Engine {
  readonly #epoch: number;
  readonly #bridge: BridgeCalls;
  readonly #changed: () => void;
  readonly #lost: (error: unknown) => void;
  readonly #watched = new Map<string, Watched>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #ended = false;

  /**
   * @param epoch of this leader: every write carries it
   * @param changed called whenever a status may have changed, often
   * @param lost called once when this worker must not go on
   */
  constructor(epoch: number, bridge: BridgeCalls, changed: () => void, lost: (error: unknown) => void) {
    this.#epoch = epoch;
    this.#bridge = bridge;
    this.#changed = changed;
    this.#lost = lost;
  }

  get statuses(): AccountStatus[] {
    return [...this.#watched.values()].map(({ sync }) => sync.status);
  }

  /** Reads the accounts anew: added, signed in again, signed out, removed. */
  async refresh(): Promise<void> {
    const records = await listAccounts();
    for (const [id, { sync }] of this.#watched) {
      if (records.some((record) => record.id === id)) continue;
      sync.stop();
      this.#watched.delete(id);
    }
    for (const record of records) {
      const watched = this.#watched.get(record.id);
      if (watched?.record.key === record.key) {
        watched.record = record;
        continue;
      }
      watched?.sync.stop();
      const sync = new AccountSync(record, leaderStore(this.#epoch), this.#bridge, this.#changed);
      const fresh: Watched = { sync, record, due: 0, failures: 0, held: false, notBefore: 0, round: null };
      // A round that was stopped still writes what has arrived: only afterwards it is known what is known.
      fresh.round = watched?.round?.then(() => this.#rested(fresh)) ?? null;
      this.#watched.set(record.id, fresh);
    }
    this.#changed();
    this.#schedule();
  }

  /** Checks now, one account or all, whatever the clock says. */
  checkNow(account?: string): void {
    for (const [id, watched] of this.#watched) {
      if (account !== undefined && id !== account) continue;
      watched.due = 0;
      watched.held = false;
    }
    this.#schedule();
  }

  /** The line is back: what waits for the clock need not, but neither a refused password nor a stop is forgotten. */
  online(): void {
    const now = Date.now();
    for (const watched of this.#watched.values()) {
      const { problem } = watched.sync.status;
      if (watched.held || (problem && waitsForUser(problem))) continue;
      watched.due = Math.min(watched.due, Math.max(now, watched.notBefore));
    }
    this.#schedule();
  }

  /** Stops what runs; the account rests until somebody asks. */
  stop(account?: string): void {
    for (const [id, watched] of this.#watched) {
      if (account !== undefined && id !== account) continue;
      watched.held = true;
      watched.sync.stop();
    }
  }

  /**
   * Ends for good, after the sessions that run: nothing is asked for twice by who comes next. Resolves when nothing is
   * written any more.
   */
  async finish(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    const watched = [...this.#watched.values()];
    const rounds = Promise.all(watched.map(({ round }) => round));
    for (const { sync } of watched) sync.finish();
    await Promise.race([rounds, pause(finishWithin)]);
    this.end();
    await Promise.race([rounds, pause(endWithin)]);
  }

  /** Ends for good, at once. */
  end(): void {
    this.#ended = true;
    if (this.#timer) clearTimeout(this.#timer);
    for (const { sync } of this.#watched.values()) sync.stop();
  }

  #schedule(): void {
    if (this.#ended) return;
    if (this.#timer) clearTimeout(this.#timer);
    const all = [...this.#watched.values()];
    let free = maxSideBySide - all.filter(({ round }) => round !== null).length;
    const resting = all.filter(({ round, record, held }) => round === null && record.key !== null && !held);
    const now = Date.now();
    for (const watched of resting.sort((a, b) => a.due - b.due)) {
      if (watched.due > now || free <= 0) break;
      free -= 1;
      watched.round = this.#check(watched).then(() => this.#rested(watched));
    }
    const next = Math.min(...resting.filter(({ round }) => round === null).map(({ due }) => due));
    if (Number.isFinite(next)) this.#timer = setTimeout(() => this.#schedule(), Math.max(250, next - now));
  }

  #rested(watched: Watched): void {
    watched.round = null;
    this.#schedule();
  }

  /** One round, and when the next one is due. Never rejects. */
  async #check(watched: Watched): Promise<void> {
    try {
      await watched.sync.check();
    } catch (error) {
      this.end();
      this.#lost(error);
      return;
    }
    const { phase, problem } = watched.sync.status;
    const delay = (watched.record.capabilities.loginDelay ?? 0) * 1_000;
    watched.failures = phase === 'failed' ? watched.failures + 1 : 0;
    watched.notBefore = Date.now() + delay;
    if (phase === 'failed' || phase === 'signed-out') {
      const pause = Math.min(backOff.first * 2 ** (watched.failures - 1), backOff.most);
      // A login that failed counts as one for many servers.
      const wanted = Math.max((problem?.retryAfter ?? 0) * 1_000, delay);
      watched.due =
        problem && waitsForUser(problem) ? Number.POSITIVE_INFINITY : Date.now() + Math.max(pause, wanted);
    } else if (phase === 'idle' && watched.sync.more) {
      // It ends by itself: each further round has brought and settled something that had not been.
      watched.due = watched.notBefore;
    } else {
      watched.due = Date.now() + Math.max(checkEvery, delay);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
