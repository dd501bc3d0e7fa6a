import type { Trouble } from './status';

/** Sessions in a row that ended without bringing anything: one may be the line's fault, two look like a habit. */
const suspicious = 2;

/**
 * Whether an account's server bears several commands at once. Some announce PIPELINING (RFC 2449 §6.6) and break under
 * it: their replies fall out of step, or they hang up. One command at a time is slow over a long line, so the account
 * is asked in that way for good only once it has been seen to help:
 *
 *     pipelined ── out of step, or two barren sessions in a row ──► on trial ── brought something ──► sequential
 *         ▲                                                           │
 *         └─────────────────── brought nothing either ◄───────────────┘
 */
export class Pipelining {
  #state: 'pipelined' | 'trial' | 'sequential';
  #barren = 0;

  /** @param sequential what is remembered of the account. */
  constructor(sequential: boolean) {
    this.#state = sequential ? 'sequential' : 'pipelined';
  }

  /** What the next request says about it. */
  get wish(): { sequential?: true } {
    return this.#state === 'pipelined' ? {} : { sequential: true };
  }

  /** A request brought something. True when that is to be remembered: one command at a time helped. */
  worked(): boolean {
    this.#barren = 0;
    if (this.#state !== 'trial') return false;
    this.#state = 'sequential';
    return true;
  }

  /**
   * A request failed. True when it is to be made again at once, one command at a time.
   * @param barren it had brought nothing before it failed.
   */
  failed({ code, pipelined }: Trouble, barren: boolean): boolean {
    if (this.#state === 'trial' && barren) {
      this.#state = 'pipelined';
      this.#barren = 0;
    } else if (this.#state === 'pipelined' && pipelined) {
      this.#barren = barren ? this.#barren + 1 : 0;
      if (code === 'protocol_error' || this.#barren >= suspicious) {
        this.#state = 'trial';
        return true;
      }
    }
    return false;
  }
}
