import 'server-only';
import type { Ground } from './environment';
import { BridgeFailure, problemOf } from './problem';
import { takeOne } from './shares';

const busy = problemOf('too_soon', {
  message: 'The bridge asks as many web servers as it can at a time.',
  hint: 'Wait a few seconds and try again.',
  retryAfter: 5,
});

/**
 * Takes one of the places for requests to the web (pictures, leaving lists): so many for an account, for an address,
 * whose user may have made up any number of accounts, and in all. The answer gives it back, once.
 *
 * @throws BridgeFailure `too_soon` when there is none.
 */
export async function takeWebPlace(
  account: string,
  { client, limits, shares }: Pick<Ground, 'client' | 'limits' | 'shares'>,
): Promise<() => void> {
  const leave = await takeOne(shares, [
    { who: `web-account ${account}`, most: limits.imagesOfAccount },
    { who: `web-network ${client.network}`, most: limits.imagesOfNetwork },
    { who: 'web everybody', most: limits.images },
  ]);
  if (!leave) throw new BridgeFailure(busy);
  return leave;
}
