import 'server-only';
import type { UnsubscribeAnswer } from '@/lib/contract/routes';
import type { Ground } from './environment';
import { Lifetime } from './lifetime';
import { askWeb, WebUnfit } from './webFetch';
import { takeWebPlace } from './webPlaces';

/** Whatever it says beyond its status, nobody reads. */
const answerOctets = 64 * 1024;

/**
 * Leaves a mailing list by one click (RFC 8058 §3.1): one POST, without cookies, and no redirect is followed (§3.2 wants
 * the answer of the address itself).
 *
 * @throws BridgeFailure `too_soon`; TargetRefused, TransportError
 */
export async function leaveList(
  account: string,
  address: string,
  environment: Ground,
  request: AbortSignal,
): Promise<UnsubscribeAnswer> {
  const leave = await takeWebPlace(account, environment);
  const lifetime = new Lifetime(request);
  lifetime.phase(environment.limits.imageMs);
  try {
    const asked = {
      method: 'POST',
      url: address,
      purpose: 'web',
      accept: '*/*',
      body: { type: 'application/x-www-form-urlencoded', text: 'List-Unsubscribe=One-Click' },
      redirects: 0,
      limit: answerOctets,
    } as const;
    const { status } = await askWeb(asked, environment, lifetime);
    return { accepted: status >= 200 && status < 300 };
  } catch (error) {
    // A long answer, or a packed one, was an answer, and its status is not known here any more.
    if (error instanceof WebUnfit) return { accepted: false };
    throw error;
  } finally {
    lifetime.release();
    leave();
  }
}
