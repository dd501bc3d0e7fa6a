import type { ListingAnswer } from '@/lib/contract/routes';
import { withAccount } from '@/lib/store/accountLock';
import { listAccounts } from '@/lib/store/accounts';
import type { CheckInterval } from '@/lib/store/checking';
import { leaderStore } from './accountStore';
import { AccountSync, type Listed } from './accountSync';
import type { listing, messages, remove, settle } from './bridge';
import { Caretaker } from './caretaker';
import { afterFailure, afterRound, isShort, type Next, plenty, type Shortage, worthALook } from './manners';
import type { AccountStatus } from './status';
import { endsLeadership } from './troubles';
import { upkeep } from './upkeep';
import { loginDelayOf, makeDue, type Watched, watch } from './watched';

/** The bridge's routes that the engine uses: the real ones, or a test's. */
export interface BridgeCalls {
  listing: typeof listing;
  messages: typeof messages;
  settle: typeof settle;
  remove: typeof remove;
}

/** At most so many accounts at a time: HTTP/1.1 gives an origin six connections, and receipts must find one free. */
const maxSideBySide = 3;
/** Browsers' timers take 31 bits of milliseconds; a longer one would fire at once. */
const longestTimer = 24 * 3_600_000;
/** A session takes no longer than its budget of 25 s and the message in flight; who hands over waits no longer, ms. */
const finishWithin = 30_000;
/** A sign-in's listing is good for so long, ms. */
const listedHolds = 60_000;
/** What has arrived of a round that was cut short is written within this, ms. */
const endWithin = 3_000;

/** Decides which account is checked when. Runs in the leader's worker alone. */
export class Engine {
  readonly #epoch: number;
  readonly #bridge: BridgeCalls;
  readonly #changed: () => void;
  readonly #lost: (error: unknown) => void;
  readonly #watched = new Map<string, Watched>();
  /** What sign-ins have seen, until their accounts are here. */
  readonly #listed = new Map<string, Listed>();
  readonly #caretaker: Caretaker;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #ended = false;
  #minutes: CheckInterval = 2;
  #shortage = plenty;

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
    const idle = () => !isShort(this.#shortage) && [...this.#watched.values()].every(({ round }) => !round);
    this.#caretaker = new Caretaker(epoch, idle, (error) => {
      this.end();
      lost(error);
    });
  }

  get statuses(): AccountStatus[] {
    return [...this.#watched.values()].map(({ sync }) => sync.status);
  }

  /** Reads the accounts anew: added, signed in again, signed out, removed. */
  async refresh(): Promise<void> {
    const records = (await listAccounts()).filter(({ local }) => !local);
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
      const listed = this.#listed.get(record.id);
      this.#listed.delete(record.id);
      const sync = new AccountSync(record, leaderStore(this.#epoch), this.#bridge, this.#changed, listed);
      const fresh = watch(sync, record, this.#minutes === 0);
      // A round that was stopped still writes what has arrived: only afterwards it is known what is known.
      fresh.round = watched?.round?.then(() => this.#rested(fresh)) ?? null;
      fresh.tidying = watched?.tidying ?? null;
      this.#watched.set(record.id, fresh);
    }
    this.#changed();
    this.#schedule();
  }

  /**
   * What the sign-in of a new account has seen on the server, told before the account is here. Where that is missed, its
   * first check lists for itself.
   */
  listed(account: string, answer: ListingAnswer): void {
    const now = Date.now();
    for (const [id, { until }] of this.#listed) if (until <= now) this.#listed.delete(id);
    this.#listed.set(account, { answer, until: now + listedHolds });
  }

  /** How often checks come by themselves. */
  set interval(minutes: CheckInterval) {
    if (minutes === this.#minutes) return;
    this.#minutes = minutes;
    this.#reckonAnew();
  }

  /** What the device is short of: checks come more rarely then, and large messages wait. */
  set shortage(shortage: Shortage) {
    const waited = isShort(this.#shortage);
    this.#shortage = shortage;
    this.#reckonAnew();
    // What was put off comes now.
    if (waited && !isShort(shortage)) {
      for (const watched of this.#watched.values()) {
        if (!watched.sync.status.deferred) continue;
        watched.again = watched.round !== null;
        makeDue(watched);
      }
    }
    this.#schedule();
    this.#changed();
  }

  /**
   * Checks now, one account or all, whatever the clock says; no sooner than the server lets anybody in.
   *
   * @param whole large messages too, whatever the device is short of
   */
  checkNow(account?: string, whole = false): void {
    for (const watched of this.#those(account)) {
      watched.held = false;
      watched.whole ||= whole;
      watched.asked = true;
      // What a round under way brings anyway need not be asked for twice.
      watched.again = watched.round !== null && (whole || !watched.sync.underWay);
      watched.next = { at: watched.notBefore, why: 'login-delay' };
      if (watched.round === null && watched.notBefore > Date.now()) watched.sync.next = watched.next;
    }
    this.#schedule();
  }

  /** The line is back: what waits for the clock need not, but neither a refused password nor a pause is forgotten. */
  online(): void {
    if (this.#minutes === 0) return;
    for (const watched of this.#watched.values()) makeDue(watched);
    this.#schedule();
  }

  /** Somebody looks at a tab again. */
  looked(): void {
    for (const watched of this.#watched.values()) {
      // What has failed keeps to its back-off: people look often.
      if (watched.sync.status.phase === 'failed') continue;
      if (worthALook(watched.sync.status.checkedAt, this.#minutes, Date.now())) makeDue(watched);
    }
    this.#schedule();
  }

  /** Stops what runs; what is left comes with the next check. */
  stop(account?: string): void {
    for (const { sync } of this.#those(account)) sync.stop();
  }

  /** Stops what runs; the account rests until somebody asks. */
  pause(account?: string): void {
    for (const watched of this.#those(account)) {
      watched.held = true;
      watched.sync.next = null;
      watched.sync.stop('paused');
    }
  }

  /**
   * Ends for good, after the sessions that run: nothing is asked for twice by who comes next. Resolves when nothing is
   * written any more.
   */
  async finish(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#caretaker.end();
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
    this.#caretaker.end();
    if (this.#timer) clearTimeout(this.#timer);
    for (const { sync } of this.#watched.values()) sync.stop();
  }

  #those(account: string | undefined): Watched[] {
    return [...this.#watched].flatMap(([id, watched]) =>
      account === undefined || id === account ? [watched] : [],
    );
  }

  /** The user or the device has changed how often is right. */
  #reckonAnew(): void {
    for (const watched of this.#watched.values()) {
      if (watched.round !== null || watched.next.why === 'back-off') continue;
      watched.next = afterRound(watched.sync.status.checkedAt ?? 0, this.#wishes, {
        loginDelay: loginDelayOf(watched.record),
        more: false,
      });
      if (watched.sync.status.phase === 'idle') watched.sync.next = told(watched.next);
    }
    this.#schedule();
  }

  get #wishes() {
    return { minutes: this.#minutes, shortage: this.#shortage };
  }

  #schedule(): void {
    if (this.#ended) return;
    if (this.#timer) clearTimeout(this.#timer);
    const all = [...this.#watched.values()];
    let free = maxSideBySide - all.filter(({ round }) => round !== null).length;
    const resting = all.filter(({ round, record, held }) => round === null && record.key !== null && !held);
    const now = Date.now();
    for (const watched of resting.sort((a, b) => a.next.at - b.next.at)) {
      if (watched.next.at > now || free <= 0) break;
      free -= 1;
      watched.round = this.#check(watched).then(() => this.#rested(watched));
    }
    const next = Math.min(...resting.filter(({ round }) => round === null).map((each) => each.next.at));
    if (Number.isFinite(next))
      this.#timer = setTimeout(() => this.#schedule(), Math.min(Math.max(250, next - now), longestTimer));
  }

  #rested(watched: Watched): void {
    watched.round = null;
    this.#schedule();
  }

  /** One round, and when the next one is due. Never rejects. */
  async #check(watched: Watched): Promise<void> {
    const { sync, record } = watched;
    const sparing = isShort(this.#shortage) && !watched.whole;
    const { asked } = watched;
    Object.assign(watched, { whole: false, asked: false });
    await watched.tidying;
    try {
      // An import into the account stores what a round would retrieve: one waits for the other.
      await withAccount(record.id, 'shared', async () => {
        if (!this.#ended && !watched.held) await sync.check(sparing, asked);
      });
    } catch (error) {
      this.end();
      this.#lost(error);
      return;
    }
    const { phase, problem } = sync.status;
    const now = Date.now();
    const loginDelay = loginDelayOf(record);
    const failed = phase === 'failed' || phase === 'signed-out';
    watched.failures = phase === 'failed' ? watched.failures + 1 : 0;
    watched.notBefore = now + loginDelay;
    watched.next = failed
      ? afterFailure(now, watched.failures, loginDelay, problem)
      : afterRound(now, this.#wishes, { loginDelay, more: phase === 'idle' && sync.more });
    if (watched.again) watched.next = { at: watched.notBefore, why: 'login-delay' };
    watched.again = false;
    if (!watched.held && phase !== 'signed-out') sync.next = told(watched.next);
    watched.tidying = this.#tidy(watched);
  }

  /** What is due on this device, in the quiet after a round. */
  async #tidy({ record, sync }: Watched): Promise<void> {
    if (this.#ended) return;
    try {
      await upkeep(this.#epoch, record.id, Date.now(), sync.takeSure());
    } catch (error) {
      // No room, a damaged pack: everything is where it was, and the next round tries again.
      if (!endsLeadership(error)) return;
      this.end();
      this.#lost(error);
    }
  }
}

function told(next: Next): Next | null {
  return Number.isFinite(next.at) ? next : null;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
