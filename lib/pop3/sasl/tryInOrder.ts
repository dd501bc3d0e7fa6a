import { Pop3ArgumentError, Pop3Refusal } from '../errors';
import type { Way } from './choose';
import { Pop3Declined } from './mechanism';

/** How often one login may offer credentials that are refused: servers count, and lock accounts. */
const mostOffers = 2;

/**
 * Tries one way after another until one succeeds. A refusal with a response code is final, since it says why. One
 * without may mean that the mechanism is announced and broken, and the next way is tried; so it is where we declined,
 * or the mechanism cannot carry the credentials.
 * @throws what stopped it. Of several, the refusal of the credentials first, then any refusal.
 */
export async function tryInOrder(ways: readonly Way[], attempt: (way: Way) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  for (const way of ways) {
    try {
      return await attempt(way);
    } catch (error) {
      const refused = error instanceof Pop3Refusal;
      const ours = error instanceof Pop3Declined || error instanceof Pop3ArgumentError;
      if (refused ? error.responseCode !== null : !ours) throw error;
      failures.push(error);
      if (failures.filter(isAboutCredentials).length === mostOffers) break;
    }
  }
  throw (
    failures.find(isAboutCredentials) ??
    failures.find((failure) => failure instanceof Pop3Refusal) ??
    failures[0] ??
    new Pop3Declined('Without TLS the server offers no way to log in that hides the password: TLS is needed.')
  );
}

function isAboutCredentials(failure: unknown): boolean {
  return failure instanceof Pop3Refusal && failure.class === 'auth';
}
