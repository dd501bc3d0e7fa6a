import 'server-only';
import { maxPictureOctets, pictureType } from '@/lib/contract/pictures';
import type { Ground } from './environment';
import { Lifetime } from './lifetime';
import { BridgeFailure } from './problem';
import { askWeb, WebUnfit } from './webFetch';
import { takeWebPlace } from './webPlaces';

/**
 * Fetches one picture that a message names, at the person's word. What it is, its octets say; redirects are followed
 * three times, each through the guard. Nothing else of the answer is passed on.
 *
 * @param address as the route's schema let it through
 * @throws BridgeFailure `image_unfit`, `too_soon`; TargetRefused, TransportError
 */
export async function fetchImage(
  account: string,
  address: string,
  environment: Ground,
  request: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const leave = await takeWebPlace(account, environment);
  const lifetime = new Lifetime(request);
  lifetime.phase(environment.limits.imageMs);
  try {
    const asked = {
      method: 'GET',
      url: address,
      purpose: 'web',
      accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif,image/bmp',
      redirects: 3,
      limit: maxPictureOctets,
    } as const;
    const { status, body } = await askWeb(asked, environment, lifetime);
    if (status !== 200 || pictureType(body) === null) throw new WebUnfit();
    return body;
  } catch (error) {
    throw error instanceof WebUnfit ? new BridgeFailure('image_unfit') : error;
  } finally {
    lifetime.release();
    leave();
  }
}
