import { limits } from './limits';

/** Octets supposed of a message of which nothing is known: the mean of ordinary mail. */
const ORDINARY_OCTETS = 32 * 1024;

/**
 * How many commands may be in flight (RFC 2449 §6.6 sets no bound; common sense does). Two bounds hold at once:
 *
 * - commands: starts small, because a server that breaks under pipelining should break early, and grows by one with
 *   each reply until `most`: a doubling for each round trip, like TCP's slow start, without a clock;
 * - octets of message expected: a stopped retrieval drains everything that was asked for.
 *
 * Refills come in batches of at least a quarter of the window: one write (one TLS record) for many commands.
 */
export class CommandWindow {
  #size: number;
  #outstanding = 0;
  #expected = 0;
  #filledTo = 0;
  #answered = 0;
  #octets = 0;
  readonly #most: number;

  /**
   * @param most commands; 1 is strictly one after another
   * @param short replies are of one line
   */
  constructor(
    most: number,
    private readonly short = false,
  ) {
    this.#most = most;
    this.#size = Math.min(short ? limits.shortWindowStart : limits.windowStart, most);
  }

  get outstanding(): number {
    return this.#outstanding;
  }

  /** The octets to expect of a message whose size nobody told: the mean of those that came. */
  get usualOctets(): number {
    if (this.#answered > 0) return this.#octets / this.#answered;
    return this.short ? limits.statusLineOctets : ORDINARY_OCTETS;
  }

  /** Is a batch due? */
  get wantsMore(): boolean {
    return this.#outstanding <= (this.#filledTo * 3) >> 2;
  }

  /** May one more command of a reply of about `expected` octets join the batch? One may always be in flight. */
  admits(expected: number): boolean {
    if (this.#outstanding === 0) return true;
    return this.#outstanding < this.#size && this.#expected + expected <= limits.octetsInFlight;
  }

  sent(expected: number): void {
    this.#outstanding += 1;
    this.#expected += expected;
    this.#filledTo = this.#outstanding;
  }

  /** A reply of `octets` is complete; `expected` is what {@link sent} was told of it. */
  answered(expected: number, octets: number): void {
    this.#outstanding -= 1;
    this.#expected -= expected;
    this.#answered += 1;
    this.#octets += octets;
    if (this.#size < this.#most) this.#size += 1;
  }
}
