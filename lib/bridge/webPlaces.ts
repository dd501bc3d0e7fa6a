import 'server-only';
import type { Ground } from './environment';
import { BridgeFailure, problemOf } from './problem';

/** Requests to web servers on their way, by whom they are for. On globalThis, which all routes of a process share. */
const shared = globalThis as typeof globalThis & { postbagWebPlaces?: Map<string, number> };

const everybody = 'everybody';

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
export function takeWebPlace(
  account: string,
  { client, limits }: Pick<Ground, 'client' | 'limits'>,
): () => void {
  shared.postbagWebPlaces ??= new Map();
  const taken = shared.postbagWebPlaces;
  const rules = new Map([
    [`account ${account}`, limits.imagesOfAccount],
    [`network ${client.network}`, limits.imagesOfNetwork],
    [everybody, limits.images],
  ]);
  for (const [who, most] of rules) if ((taken.get(who) ?? 0) >= most) throw new BridgeFailure(busy);
  for (const who of rules.keys()) taken.set(who, (taken.get(who) ?? 0) + 1);
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    for (const who of rules.keys()) {
      const left = (taken.get(who) ?? 1) - 1;
      if (left === 0) taken.delete(who);
      else taken.set(who, left);
    }
  };
}
