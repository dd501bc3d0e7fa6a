import 'server-only';
import type { Ground } from './environment';
import { BridgeFailure, problemOf } from './problem';

/** Sessions that hold a large listing, by whose they are. On globalThis, which all routes of a process share. */
const shared = globalThis as typeof globalThis & { postbagLargeListings?: Map<string, number> };

const everybody = 'everybody';

/** Told to who wants another large listing while there are as many as may be. */
export const manyListings = problemOf('too_soon', {
  message: 'The bridge lists as many very large mailboxes as it can at a time.',
  hint: 'It is tried again by itself; nothing is lost meanwhile.',
  retryAfter: 20,
});

/**
 * Room for one session's listing of a whole maildrop. A usual one takes some hundred kilobytes and no room; one of
 * 250,000 messages some hundred megabytes until it is answered, so that there are few of those at a time.
 */
export class ListingRoom {
  #leave: (() => void) | null = null;

  constructor(private readonly ground: Pick<Ground, 'client' | 'limits'>) {}

  /**
   * Before so many messages are listed.
   * @throws BridgeFailure `too_soon` when they are many, and others list many just now.
   */
  take(messages: number): void {
    const { client, limits } = this.ground;
    if (messages <= limits.largeListing || this.#leave) return;
    shared.postbagLargeListings ??= new Map();
    const taken = shared.postbagLargeListings;
    const rules = new Map([
      [`site ${client.site}`, limits.largeListingsOfNetwork],
      [everybody, limits.largeListings],
    ]);
    for (const [who, most] of rules) if ((taken.get(who) ?? 0) >= most) throw new BridgeFailure(manyListings);
    for (const who of rules.keys()) taken.set(who, (taken.get(who) ?? 0) + 1);
    this.#leave = () => {
      for (const who of rules.keys()) {
        const left = (taken.get(who) ?? 1) - 1;
        if (left === 0) taken.delete(who);
        else taken.set(who, left);
      }
    };
  }

  /** What was listed is no longer needed. Calling it again does nothing. */
  giveBack(): void {
    this.handOver()();
  }

  /** The session may end, and the room is still needed: whoever takes it over gives it back. */
  handOver(): () => void {
    const leave = this.#leave;
    this.#leave = null;
    let held = true;
    return () => {
      if (held) leave?.();
      held = false;
    };
  }
}
