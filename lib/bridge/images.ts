import 'server-only';
import { maxPictureOctets, pictureType } from '@/lib/contract/pictures';
import type { Environment } from './environment';
import { Lifetime } from './lifetime';
import { BridgeFailure, problemOf } from './problem';
import { askWeb, WebUnfit } from './webFetch';

/** Pictures on their way, by account. On globalThis, which all routes of a process share. */
const shared = globalThis as typeof globalThis & { postbagImages?: Map<string, number> };

const busy = problemOf('too_soon', {
  message: 'The bridge fetches as many pictures as it can at a time.',
  hint: 'Wait a few seconds and try again.',
  retryAfter: 5,
});

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
  environment: Environment,
  request: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const leave = takePlace(account, environment.limits);
  const lifetime = new Lifetime(request);
  lifetime.phase(environment.limits.imageMs);
  try {
    const asked = {
      method: 'GET',
      url: address,
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

function takePlace(
  account: string,
  { images, imagesOfAccount }: { images: number; imagesOfAccount: number },
): () => void {
  shared.postbagImages ??= new Map();
  const taken = shared.postbagImages;
  const own = taken.get(account) ?? 0;
  const all = [...taken.values()].reduce((sum, count) => sum + count, 0);
  if (own >= imagesOfAccount || all >= images) throw new BridgeFailure(busy);
  taken.set(account, own + 1);
  return () => {
    const left = (taken.get(account) ?? 1) - 1;
    if (left === 0) taken.delete(account);
    else taken.set(account, left);
  };
}
