import 'server-only';
import type { Ground } from './environment';
import { BridgeFailure, problemOf } from './problem';

/** Octets of requests' bodies that are being read or worked on, by whose they are. On globalThis: all routes share it. */
const shared = globalThis as typeof globalThis & { postbagBodies?: Map<string, number> };

const everybody = 'everybody';

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
  readonly #of: string;

  constructor(private readonly ground: Pick<Ground, 'client' | 'limits'>) {
    this.#of = `site ${ground.client.site}`;
  }

  /**
   * So many more have come.
   * @throws BridgeFailure `too_soon`
   */
  add(octets: number): void {
    const { bodiesOctets, bodiesOctetsOfNetwork, smallBodyOctets } = this.ground.limits;
    const own = octetsOf(this.#of) + octets;
    const small = own <= smallBodyOctets;
    if (!small && (own > bodiesOctetsOfNetwork || octetsOf(everybody) + octets > bodiesOctets))
      throw new BridgeFailure(busy);
    this.#count(octets);
  }

  /** Nobody needs the body any more. Calling it again does nothing. */
  giveBack(): void {
    this.#count(-this.#octets);
  }

  #count(octets: number): void {
    this.#octets += octets;
    shared.postbagBodies ??= new Map();
    for (const who of [this.#of, everybody]) {
      const sum = octetsOf(who) + octets;
      if (sum > 0) shared.postbagBodies.set(who, sum);
      else shared.postbagBodies.delete(who);
    }
  }
}

function octetsOf(who: string): number {
  return shared.postbagBodies?.get(who) ?? 0;
}
