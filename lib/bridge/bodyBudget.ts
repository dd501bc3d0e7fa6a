import 'server-only';
import type { Ground } from './environment';
import { BridgeFailure, problemOf } from './problem';
import type { Share } from './shares';

const busy = problemOf('too_soon', {
  message: 'The bridge has as many requests to read as it can hold at a time.',
  hint: 'Wait a few seconds and try again.',
  retryAfter: 5,
});

/**
 * The octets of one request's body, of which so many may be in memory for a network and in all: each route's limit bounds
 * one body, and this bounds the sum of all that are sent at once. Who has no other body here may always send a small one, so that a
 * few who fill it up shut nobody out of signing in and checking his mail.
 */
export class BodyShare {
  #octets = 0;
  readonly #of: readonly Share[];

  constructor(private readonly ground: Pick<Ground, 'client' | 'limits' | 'shares'>) {
    const { client, limits } = ground;
    this.#of = [
      {
        who: `bodies-site ${client.site}`,
        most: limits.bodiesOctetsOfNetwork,
        always: limits.smallBodyOctets,
      },
      { who: 'bodies everybody', most: limits.bodiesOctets },
    ];
  }

  /**
   * So many more have come.
   * @throws BridgeFailure `too_soon`
   */
  async add(octets: number): Promise<void> {
    if (!(await this.ground.shares.take(this.#of, octets))) throw new BridgeFailure(busy);
    this.#octets += octets;
  }

  /** Nobody needs the body any more. Calling it again does nothing. */
  giveBack(): void {
    void this.ground.shares.giveBack(this.#of, this.#octets);
    this.#octets = 0;
  }
}
