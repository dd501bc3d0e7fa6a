import 'server-only';
import type { Client } from './client';
import type { Limits } from './limits';
import type { Pace } from './pace';

/** What limits the places. */
export type PlaceLimits = Pick<
  Limits,
  | 'sessions'
  | 'sessionsOfNetwork'
  | 'sessionsAlways'
  | 'streamsOfBrowser'
  | 'queue'
  | 'queueOfNetwork'
  | 'patienceMs'
  | 'shareMs'
>;

/** Who wants a place. */
export interface Guest extends Pick<Client, 'network' | 'site' | 'browser'> {
  /** It is for a stream of messages, of which one browser has few, and which makes room for others; null: for something short. */
  streams: Pace | null;
}

/** Gives the place back, once; calling it again does nothing. */
export type Leave = () => void;

/**
 * The places for POP3 sessions, and the queue in front of them. A backend that several bridges share can stand behind
 * this interface, and runs the same tests (e2e/support/placesSuite.ts).
 */
export interface Places {
  /**
   * `full`: even the queue has no room. `late`: none became free in `waitMs`. Both are values, since this object is
   * shared by bundles that have error classes of their own each.
   * Rejects with the signal's reason alone.
   */
  take(
    guest: Guest,
    limits: PlaceLimits,
    waitMs: number,
    signal: AbortSignal,
  ): Promise<Leave | 'full' | 'late'>;
}

interface Waiting {
  guest: Guest;
  limits: PlaceLimits;
  /** performance.now() */
  since: number;
  admit(): void;
}

/** A stream that has a place. */
interface Inside {
  site: string;
  pace: Pace;
  /** performance.now() */
  since: number;
  asked: boolean;
}

/** How often it is looked whether somebody has waited for too long, ms. */
const lookMs = 1_000;

/**
 * In this process. Whoever finds no place waits in the line of his own network, and the lines are served in turn: who
 * sends a hundred requests waits for his own hundred, and everybody else for one of them at most.
 *
 * When all places are taken and somebody waits who has less than his share of them (so many as there are, by the sites that
 * have some or wait for one), the slowest stream of those that have more than theirs is asked to make room.
 */
export class MemoryPlaces implements Places {
  #sessions = 0;
  #waiting = 0;
  readonly #networks = new Map<string, number>();
  /** The /48s around IPv6 networks, which cost an attacker nothing. */
  readonly #sites = new Map<string, number>();
  readonly #streams = new Map<string, number>();
  /** In the order in which they are served next. */
  readonly #lines = new Map<string, Waiting[]>();
  readonly #inside = new Set<Inside>();
  #look: NodeJS.Timeout | undefined;

  async take(
    guest: Guest,
    limits: PlaceLimits,
    waitMs: number,
    signal: AbortSignal,
  ): Promise<Leave | 'full' | 'late'> {
    signal.throwIfAborted();
    // Nobody who waits could go in now: else he would be in already.
    if (this.#hasPlace(guest, limits)) return this.#enter(guest);
    const line = this.#lines.get(guest.network) ?? [];
    if (this.#waiting >= limits.queue || line.length >= limits.queueOfNetwork) return 'full';
    this.#lines.set(guest.network, line);
    this.#waiting += 1;
    return new Promise((resolve, reject) => {
      const over = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        this.#waiting -= 1;
        line.splice(line.indexOf(waiting), 1);
        if (line.length === 0) this.#lines.delete(guest.network);
        if (this.#waiting === 0) this.#look = void clearInterval(this.#look);
      };
      const waiting: Waiting = {
        guest,
        limits,
        since: performance.now(),
        admit: () => {
          over();
          resolve(this.#enter(guest));
        },
      };
      const abort = () => {
        over();
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        over();
        resolve('late');
      }, waitMs);
      signal.addEventListener('abort', abort, { once: true });
      line.push(waiting);
      this.#look ??= setInterval(() => this.#makeRoom(), lookMs);
    });
  }

  #hasPlace({ network, site, browser, streams }: Guest, limits: PlaceLimits): boolean {
    const free = limits.sessions - this.#sessions;
    // The scarcer they are, the fewer for each: whoever has many keeps them, and gets no further ones (dynamic thresholds).
    const share = Math.min(limits.sessionsOfNetwork, Math.max(limits.sessionsAlways, Math.floor(free / 2)));
    return (
      free > 0 &&
      (this.#networks.get(network) ?? 0) < share &&
      (this.#sites.get(site) ?? 0) < share &&
      (!streams || (this.#streams.get(browser) ?? 0) < limits.streamsOfBrowser)
    );
  }

  #enter(guest: Guest): Leave {
    this.#count(1, guest);
    const { site, streams: pace } = guest;
    const stream = pace && { site, pace, since: performance.now(), asked: false };
    if (stream) this.#inside.add(stream);
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      if (stream) this.#inside.delete(stream);
      this.#count(-1, guest);
      // One place makes room for two, now and then: the shares of all grow with it.
      while (this.#admitNext());
    };
  }

  #count(by: number, { network, site, browser, streams }: Guest): void {
    this.#sessions += by;
    add(this.#networks, network, by);
    add(this.#sites, site, by);
    if (streams) add(this.#streams, browser, by);
  }

  /** Lets in the first of the first line that has somebody whom the limits let in. That line goes to the end. */
  #admitNext(): boolean {
    for (const [network, line] of [...this.#lines]) {
      const next = line.find(({ guest, limits }) => this.#hasPlace(guest, limits));
      if (!next) continue;
      this.#lines.delete(network);
      this.#lines.set(network, line);
      next.admit();
      return true;
    }
    return false;
  }

  /** Asks one stream to make room for each of those who have waited long enough and have less than their share. */
  #makeRoom(): void {
    const now = performance.now();
    const waiting = [...this.#lines.values()].flat();
    const sites = new Set([...this.#sites.keys(), ...waiting.map(({ guest }) => guest.site)]).size;
    const had = (site: string) => this.#sites.get(site) ?? 0;
    // Those who were asked already go, and make room for as many.
    let owed = -[...this.#inside].filter(({ asked }) => asked).length;
    for (const { guest, limits, since } of waiting) {
      const { site, browser, streams } = guest;
      const share = limits.sessions / sites;
      const ownLimit = streams && (this.#streams.get(browser) ?? 0) >= limits.streamsOfBrowser;
      const full = this.#sessions >= limits.sessions;
      if (!full || ownLimit || now - since < limits.patienceMs || had(site) + 1 > Math.max(1, share))
        continue;
      owed += 1;
      if (owed <= 0) continue;
      const slowest = [...this.#inside]
        .filter((stream) => !stream.asked && now - stream.since >= limits.shareMs && had(stream.site) > share)
        .sort((a, b) => a.pace.rate() - b.pace.rate())[0];
      if (!slowest) return;
      slowest.asked = true;
      slowest.pace.makeRoom();
    }
  }
}

function add(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
