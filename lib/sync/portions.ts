import { maxWanted } from '@/lib/contract/constants';
import type { Wanted } from './plan';

/** What is asked for in one session while nobody knows how fast the way is, and after trouble. */
export const usual = 2_000;
/** A session that asks for more should be over by then, ms: the bridge begins no message after 25 seconds. */
const goal = 20_000;
/** Octets of UIDLs in one request: far below the size of a body that the bridge refuses. */
const namesOctets = 512 * 1024;

/**
 * How many messages are asked for in one session. Each costs a login, some ten round trips: ten thousand messages at 50 ms
 * spent three seconds in five of them. Where a whole session was quick, the next one asks for more.
 */
export class Portions {
  #most = usual;

  /** The first of `wanted`, as many as one session is to bring. */
  next(wanted: readonly Wanted[]): Wanted[] {
    let octets = 0;
    const asked = wanted.slice(0, this.#most);
    const end = asked.findIndex(({ uidl }, index) => {
      octets += uidl.length;
      return index >= usual && octets > namesOctets;
    });
    return end === -1 ? asked : asked.slice(0, end);
  }

  /**
   * A session for `asked` messages is over.
   *
   * @param took ms from the request to the end
   * @param whole it brought all that was asked for
   */
  heard(asked: number, took: number, whole: boolean): void {
    if (!whole) this.#most = usual;
    // Few messages say little: most of the time went into the login.
    else if (asked >= usual)
      this.#most = Math.max(usual, Math.min(maxWanted, Math.floor((asked * goal) / Math.max(took, 1))));
  }
}
