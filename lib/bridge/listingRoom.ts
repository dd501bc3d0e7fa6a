import 'server-only';
import type { Ground } from './environment';
import { BridgeFailure, problemOf } from './problem';
import { takeOne } from './shares';

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

  constructor(private readonly ground: Pick<Ground, 'client' | 'limits' | 'shares'>) {}

  /**
   * Before so many messages are listed.
   * @throws BridgeFailure `too_soon` when they are many, and others list many just now.
   */
  async take(messages: number): Promise<void> {
    const { client, limits, shares } = this.ground;
    if (messages <= limits.largeListing || this.#leave) return;
    this.#leave = await takeOne(shares, [
      { who: `listings-site ${client.site}`, most: limits.largeListingsOfNetwork },
      { who: 'listings everybody', most: limits.largeListings },
    ]);
    if (!this.#leave) throw new BridgeFailure(manyListings);
  }

  /** What was listed is no longer needed. Calling it again does nothing. */
  giveBack(): void {
    this.handOver()();
  }

  /** The session may end, and the room is still needed: whoever takes it over gives it back. */
  handOver(): () => void {
    const leave = this.#leave;
    this.#leave = null;
    return () => leave?.();
  }
}
